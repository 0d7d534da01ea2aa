package darkroom.picture;

/**
 * Draws pictures in a terminal, two rows of pixels to a line of text.
 *
 * @param columns the width of the terminal in characters; wider pictures are made smaller
 * @param colours what it can show: half blocks where it has colours, else characters that look as bright
 */
public record TerminalPicture(int columns, Colours colours) {

    /** Which colours a terminal shows. */
    public enum Colours {
        /** None. */
        NONE,
        /** The 240 of xterm's palette that look the same everywhere: a cube of 6 x 6 x 6, and 24 greys. */
        PALETTE,
        /** All of 24 bits. */
        ALL
    }

    private static final String RAMP = " .:-=+*#%@";
    private static final String HALF_BLOCK = "\u2580";
    private static final String RESET = "\u001b[0m";

    public TerminalPicture {
        if (columns < 1) {
            throw new IllegalArgumentException("A terminal has at least 1 column, not " + columns + ".");
        }
    }

    /** The picture as lines that end in a line feed; made for light text on a dark ground. */
    public String draw(Picture picture) {
        int width = Math.min(columns, picture.width());
        int height = (int) Math.max(1, Math.round((double) picture.height() * width / picture.width()));
        Picture fitting = Reshaping.resized(picture, width, height);
        return colours == Colours.NONE ? characters(fitting) : blocks(fitting);
    }

    private String blocks(Picture picture) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < picture.height(); row += 2) {
            int upper = -1, lower = -1;
            for (int column = 0; column < picture.width(); column++) {
                int above = picture.rgb(row, column);
                if (above != upper) {
                    colour(text, 38, above);
                }
                upper = above;
                if (row + 1 < picture.height()) {
                    int below = picture.rgb(row + 1, column);
                    if (below != lower) {
                        colour(text, 48, below);
                    }
                    lower = below;
                }
                text.append(HALF_BLOCK);
            }
            text.append(RESET).append('\n');
        }
        return text.toString();
    }

    /** Sets the colour of the character (38) or of what is behind it (48). */
    private void colour(StringBuilder text, int which, int rgb) {
        int red = rgb >> 16, green = rgb >> 8 & 0xFF, blue = rgb & 0xFF;
        text.append("\u001b[").append(which);
        if (colours == Colours.ALL) {
            text.append(";2;").append(red).append(';').append(green).append(';').append(blue);
        } else {
            text.append(";5;").append(Palette.nearest(red, green, blue));
        }
        text.append('m');
    }

    private static String characters(Picture picture) {
        Picture lines =
                Reshaping.resized(Reshaping.withChannels(picture, 1), picture.width(), (picture.height() + 1) / 2);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < lines.height(); row++) {
            for (int column = 0; column < lines.width(); column++) {
                text.append(RAMP.charAt(lines.value(row, column, 0) * RAMP.length() / 256));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
