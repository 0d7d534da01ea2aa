package darkroom.picture;

import java.util.Arrays;

/** A grey (1 channel) or RGB (3 channels) picture of eight bits a value, as files hold it; immutable. */
public final class Picture {
    private final int width;
    private final int height;
    private final int channels;
    /** Row by row, the channels of a pixel side by side. */
    private final byte[] values;

    private Picture(int width, int height, int channels, byte[] values) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.values = values;
    }

    /**
     * A picture of bytes.
     *
     * @param values row by row, the channels of a pixel side by side, 0 to 255
     * @throws IllegalArgumentException when the values are not as many as that, or the channels neither 1 nor 3
     */
    public static Picture ofBytes(int width, int height, int channels, byte... values) {
        requireSize(width, height, channels, values.length);
        return new Picture(width, height, channels, values.clone());
    }

    /**
     * A picture of a tensor's values, as networks make them.
     *
     * @param values of shape [channels, height, width], -1 black and 1 white; what lies outside is clipped, and rounding
     *     goes to the nearest of 256 values
     * @throws IllegalArgumentException when the values are not as many as that or not numbers, or the channels neither 1
     *     nor 3
     */
    public static Picture ofFloats(int width, int height, int channels, float... values) {
        requireSize(width, height, channels, values.length);
        int area = width * height;
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                throw new IllegalArgumentException("Value " + i + " of a picture is not a number.");
            }
            double white = Math.min(1, Math.max(0, values[i] / 2.0 + 0.5));
            bytes[i % area * channels + i / area] = (byte) Math.rint(255 * white);
        }
        return new Picture(width, height, channels, bytes);
    }

    /** For this package: a picture that takes its array, which nobody changes from then on. */
    static Picture of(int width, int height, int channels, byte[] values) {
        requireSize(width, height, channels, values.length);
        return new Picture(width, height, channels, values);
    }

    private static void requireSize(int width, int height, int channels, int count) {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("A picture has at least 1 x 1 pixels of 1 or 3 channels, not " + width
                    + " x " + height + " of " + channels + ".");
        }
        if ((long) width * height * channels != count) {
            throw new IllegalArgumentException("A picture of " + width + " x " + height + " pixels of " + channels
                    + " channels has as many values as that, not " + count + ".");
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** A value from 0 to 255. */
    public int value(int row, int column, int channel) {
        if (column < 0 || column >= width || channel < 0 || channel >= channels) {
            throw new IndexOutOfBoundsException("row " + row + ", column " + column + ", channel " + channel);
        }
        return values[(row * width + column) * channels + channel] & 0xFF;
    }

    /** A pixel as 0xRRGGBB. */
    public int rgb(int row, int column) {
        int last = channels - 1;
        return value(row, column, 0) << 16 | value(row, column, last / 2) << 8 | value(row, column, last);
    }

    /** A copy of the values, row by row, the channels of a pixel side by side, each 0 to 255 as an unsigned byte. */
    public byte[] bytes() {
        return values.clone();
    }

    /** The values as networks take them: shape [channels, height, width], from -1, black, to 1. */
    public float[] floats() {
        int area = width * height;
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (values[i % area * channels + i / area] & 0xFF) / 127.5f - 1;
        }
        return floats;
    }

    /** The array itself, for readers in this package. */
    byte[] values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && width == that.width
                && height == that.height
                && channels == that.channels
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + channels) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return (channels == 1 ? "grey" : "RGB") + " picture of " + width + " x " + height;
    }
}
