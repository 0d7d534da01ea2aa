package darkroom.picture;

import java.util.Arrays;

/** Pictures of other sizes and channels. */
public final class Reshaping {

    private Reshaping() {}

    /** The largest square in the middle of a picture. */
    public static Picture square(Picture picture) {
        int side = Math.min(picture.width(), picture.height());
        int top = (picture.height() - side) / 2, left = (picture.width() - side) / 2;
        int row = picture.width() * picture.channels(), length = side * picture.channels();
        byte[] values = new byte[side * length];
        for (int i = 0; i < side; i++) {
            System.arraycopy(picture.values(), (top + i) * row + left * picture.channels(), values, i * length, length);
        }
        return Picture.of(side, side, picture.channels(), values);
    }

    /** A black square with the picture in its middle. */
    public static Picture framed(Picture picture, int side) {
        int channels = picture.channels(), length = picture.width() * channels;
        int top = (side - picture.height()) / 2, left = (side - picture.width()) / 2;
        if (side < picture.width() || side < picture.height()) {
            throw new IllegalArgumentException("A " + picture + " does not fit in a square of " + side + ".");
        }
        byte[] values = new byte[Math.multiplyExact(Math.multiplyExact(side, side), channels)];
        for (int i = 0; i < picture.height(); i++) {
            System.arraycopy(picture.values(), i * length, values, ((top + i) * side + left) * channels, length);
        }
        return Picture.of(side, side, channels, values);
    }

    /** The picture in another size: a new pixel is the mean of the area that it covers, parts of pixels as parts. */
    public static Picture resized(Picture picture, int width, int height) {
        if (width == picture.width() && height == picture.height()) {
            return picture;
        }
        int channels = picture.channels();
        byte[] values = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        double[] sums = new double[width * channels];
        for (int row = 0, at = 0; row < height; row++) {
            Arrays.fill(sums, 0);
            Span rows = Span.of(row, height, picture.height());
            for (int y = rows.first; y < rows.last; y++) {
                addRow(picture, y, rows.share(y), width, sums);
            }
            for (double sum : sums) {
                values[at++] = (byte) Math.rint(sum);
            }
        }
        return Picture.of(width, height, channels, values);
    }

    private static void addRow(Picture picture, int y, double weight, int width, double[] sums) {
        int channels = picture.channels();
        for (int column = 0; column < width; column++) {
            Span columns = Span.of(column, width, picture.width());
            for (int x = columns.first; x < columns.last; x++) {
                double share = weight * columns.share(x);
                for (int channel = 0; channel < channels; channel++) {
                    sums[column * channels + channel] += share * picture.value(y, x, channel);
                }
            }
        }
    }

    /** The old pixels under a new one along one side: those from first to before last lie under from to before to. */
    private record Span(double from, double to, int first, int last) {

        static Span of(int place, int places, int pixels) {
            double from = (double) place * pixels / places, to = (place + 1.0) * pixels / places;
            return new Span(from, to, (int) from, Math.min((int) Math.ceil(to), pixels));
        }

        double share(int pixel) {
            return Math.max(0, Math.min(to, pixel + 1) - Math.max(from, pixel)) / (to - from);
        }
    }

    /** The picture enlarged by a whole number: a pixel becomes a square of that side, so that edges stay sharp. */
    public static Picture enlarged(Picture picture, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("A picture is enlarged by a whole number from 1, not " + factor + ".");
        }
        int width = Math.multiplyExact(picture.width(), factor), height = Math.multiplyExact(picture.height(), factor);
        int channels = picture.channels();
        byte[] values = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        for (int row = 0, at = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int from = (row / factor * picture.width() + column / factor) * channels;
                for (int channel = 0; channel < channels; channel++) {
                    values[at++] = picture.values()[from + channel];
                }
            }
        }
        return Picture.of(width, height, channels, values);
    }

    /** The picture with 1 channel, colours by their luma (ITU-R BT.601), or with 3, greys as three equal values. */
    public static Picture withChannels(Picture picture, int channels) {
        if (channels == picture.channels()) {
            return picture;
        }
        int area = picture.width() * picture.height();
        byte[] values = new byte[Math.multiplyExact(area, channels)];
        byte[] old = picture.values();
        for (int i = 0; i < area; i++) {
            if (channels == 1) {
                double luma =
                        0.299 * (old[3 * i] & 0xFF) + 0.587 * (old[3 * i + 1] & 0xFF) + 0.114 * (old[3 * i + 2] & 0xFF);
                values[i] = (byte) Math.rint(luma);
            } else {
                Arrays.fill(values, channels * i, channels * i + channels, old[i]);
            }
        }
        return Picture.of(picture.width(), picture.height(), channels, values);
    }
}
