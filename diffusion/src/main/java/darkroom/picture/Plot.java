package darkroom.picture;

import java.util.Arrays;

/**
 * Points as a grey picture, white on black: each a soft dot, and brighter where dots overlap, so that few are seen one by
 * one and many as their density.
 *
 * @param size width and height in pixels
 * @param reach the picture shows [-reach, reach] on both axes; y points up
 * @param radius the radius of a dot in pixels
 * @param ink how much of what is missing to white a dot adds, above 0 and at most 1
 */
public record Plot(int size, double reach, double radius, double ink) {

    public Plot {
        if (size < 1 || size > 16384 || !(reach > 0) || !(radius > 0 && radius <= size) || !(ink > 0 && ink <= 1)) {
            throw new IllegalArgumentException(
                    "A plot has a size from 1 to 16384, a reach and radius above 0 and an ink"
                            + " above 0 and at most 1, not " + size + ", " + reach + ", " + radius + " and " + ink
                            + ".");
        }
    }

    /** A plot of [-2, 2] that suits a thousand points. */
    public Plot(int size) {
        this(size, 2, Math.max(0.7, size / 150.0), 0.5);
    }

    /**
     * The points of a plane.
     *
     * @param points x and y of each; those outside are not seen
     */
    public Picture of(float... points) {
        if (points.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "Points of a plane have two coordinates each, but there are " + points.length + " values.");
        }
        double[] black = new double[size * size];
        Arrays.fill(black, 1);
        for (int i = 0; i < points.length; i += 2) {
            dot(black, size * (0.5 + points[i] / reach / 2), size * (0.5 - points[i + 1] / reach / 2));
        }
        byte[] values = new byte[size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.rint(255 * (1 - black[i]));
        }
        return Picture.of(size, size, 1, values);
    }

    private void dot(double[] black, double x, double y) {
        if (!(Math.abs(x) < 2.0 * size && Math.abs(y) < 2.0 * size)) {
            return;
        }
        int reached = (int) Math.ceil(radius + 0.5);
        for (int row = Math.max(0, (int) y - reached); row <= Math.min(size - 1, (int) y + reached); row++) {
            for (int column = Math.max(0, (int) x - reached);
                    column <= Math.min(size - 1, (int) x + reached);
                    column++) {
                double away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
                double cover = Math.min(1, Math.max(0, radius + 0.5 - away));
                black[row * size + column] *= 1 - ink * cover;
            }
        }
    }

    /**
     * The numbers of a line as a histogram: bars from the lower edge, the highest a tenth below the upper one.
     *
     * @param bars how many the picture is divided into, at most its size
     * @param numbers those outside of the reach are not seen
     */
    public Picture histogram(int bars, float... numbers) {
        if (bars < 1 || bars > size) {
            throw new IllegalArgumentException(
                    "A histogram " + size + " pixels wide has 1 to " + size + " bars, not " + bars + ".");
        }
        int[] counts = new int[bars];
        for (float number : numbers) {
            double place = bars * (0.5 + number / reach / 2);
            if (place >= 0 && place < bars) {
                counts[(int) place]++;
            }
        }
        int most = Math.max(1, Arrays.stream(counts).max().getAsInt());
        byte[] values = new byte[size * size];
        for (int column = 0; column < size; column++) {
            long height = Math.round(0.9 * size * counts[(int) ((long) column * bars / size)] / most);
            for (int row = 0; row < height; row++) {
                values[(size - 1 - row) * size + column] = (byte) 255;
            }
        }
        return Picture.of(size, size, 1, values);
    }
}
