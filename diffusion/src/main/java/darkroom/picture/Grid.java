package darkroom.picture;

import java.util.Arrays;
import java.util.List;

/**
 * Pictures on a sheet, row by row, with a hairline between them.
 *
 * @param columns how many stand beside each other, at least 1
 * @param scale how often a pixel is repeated each way, at least 1
 * @param gap the width of the hairline in pixels of the sheet
 * @param grey how bright the hairline, and the places left over, are, 0 to 255
 */
public record Grid(int columns, int scale, int gap, int grey) {

    private static final long MOST_VALUES = 1L << 29;

    public Grid {
        if (columns < 1 || scale < 1 || gap < 0 || grey < 0 || grey > 255) {
            throw new IllegalArgumentException(
                    "A grid has columns and a scale from 1, a gap from 0 and a grey from 0 to" + " 255, not " + columns
                            + ", " + scale + ", " + gap + " and " + grey + ".");
        }
    }

    /** A grid with a dark hairline of one pixel. */
    public Grid(int columns, int scale) {
        this(columns, scale, 1, 64);
    }

    /** A grid of so many pictures that is about as wide as high. */
    public static Grid square(int count, int scale) {
        return new Grid((int) Math.ceil(Math.sqrt(Math.max(1, count))), scale);
    }

    /**
     * The sheet, as wide as all the columns are or as the pictures need if they are fewer; RGB if one of them is.
     *
     * @param pictures at least one, all of one size
     * @throws IllegalArgumentException when there are none, their sizes differ, or the sheet would be too large
     */
    public Picture of(List<Picture> pictures) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("A grid needs at least one picture.");
        }
        int width = pictures.get(0).width() * scale, height = pictures.get(0).height() * scale;
        int channels = pictures.stream().mapToInt(Picture::channels).max().getAsInt();
        int across = Math.min(columns, pictures.size()), down = (pictures.size() + across - 1) / across;
        long sheetWidth = (long) across * (width + gap) - gap, sheetHeight = (long) down * (height + gap) - gap;
        if (sheetWidth * sheetHeight > MOST_VALUES / channels) {
            throw new IllegalArgumentException("A sheet of " + sheetWidth + " x " + sheetHeight
                    + " pixels is too large; fewer pictures or a smaller scale would do.");
        }
        byte[] sheet = new byte[(int) (sheetWidth * sheetHeight) * channels];
        Arrays.fill(sheet, (byte) grey);
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            if (picture.width() != pictures.get(0).width()
                    || picture.height() != pictures.get(0).height()) {
                throw new IllegalArgumentException("The pictures of a grid are of one size, but the first is a "
                        + pictures.get(0) + " and number " + (i + 1) + " a " + picture + ".");
            }
            Picture large = Reshaping.enlarged(Reshaping.withChannels(picture, channels), scale);
            int left = i % across * (width + gap), top = i / across * (height + gap);
            for (int row = 0; row < height; row++) {
                int at = (int) ((top + row) * sheetWidth + left) * channels;
                System.arraycopy(large.values(), row * width * channels, sheet, at, width * channels);
            }
        }
        return Picture.of((int) sheetWidth, (int) sheetHeight, channels, sheet);
    }
}
