package darkroom.picture;

/** xterm's palette of 256 colours from number 16 on: a cube of 6 x 6 x 6 colours, then 24 greys from 8 to 238. */
final class Palette {

    private static final int CUBE = 16;
    private static final int GREYS = 232;

    private Palette() {}

    /** The number of the colour that is nearest to one whose parts are 0 to 255. */
    static int nearest(int red, int green, int blue) {
        int r = side(red), g = side(green), b = side(blue);
        int grey = Math.max(0, Math.min(23, Math.round(((red + green + blue) / 3f - 8) / 10)));
        int brightness = 8 + 10 * grey;
        int toCube = distance(red - level(r), green - level(g), blue - level(b));
        int toGrey = distance(red - brightness, green - brightness, blue - brightness);
        return toGrey < toCube ? GREYS + grey : CUBE + 36 * r + 6 * g + b;
    }

    /** Where a part is nearest to on a side of the cube, whose levels are 0, 95, 135, 175, 215 and 255. */
    private static int side(int part) {
        return part < 48 ? 0 : part < 115 ? 1 : (part - 35) / 40;
    }

    private static int level(int side) {
        return side == 0 ? 0 : 55 + 40 * side;
    }

    private static int distance(int red, int green, int blue) {
        return red * red + green * green + blue * blue;
    }
}
