package darkroom.data;

/**
 * How far two distributions are apart, from points drawn of each: 2 E|X - Y| - E|X - X'| - E|Y - Y'|, which is 0 for equal
 * distributions and above 0 for all others (Szekely and Rizzo 2013, "Energy statistics"). It is of the unit of |X|; some
 * authors take its root. The work grows with the product of the numbers of points.
 */
public final class EnergyDistance {

    private EnergyDistance() {}

    /**
     * The distance between the points themselves (the V-statistic): never negative, 0 for a set and itself, and above the
     * distance of the distributions by (E|X - X'| / n + E|Y - Y'| / m) in the mean.
     *
     * @param x the coordinates of n points, one point after the other
     * @param y those of m points
     * @param dimensions how many coordinates a point has
     */
    public static double biased(float[] x, float[] y, int dimensions) {
        double n = count(x, dimensions, 1), m = count(y, dimensions, 1);
        return 2 * sum(x, y, dimensions) / (n * m) - sum(x, x, dimensions) / (n * n) - sum(y, y, dimensions) / (m * m);
    }

    /**
     * The estimate of the distributions' distance that is right in the mean (the U-statistic): may be negative.
     *
     * @param x the coordinates of n points, at least 2, one point after the other
     * @param y those of m points, at least 2
     * @param dimensions how many coordinates a point has
     */
    public static double unbiased(float[] x, float[] y, int dimensions) {
        double n = count(x, dimensions, 2), m = count(y, dimensions, 2);
        return 2 * sum(x, y, dimensions) / (n * m)
                - sum(x, x, dimensions) / (n * (n - 1))
                - sum(y, y, dimensions) / (m * (m - 1));
    }

    private static int count(float[] points, int dimensions, int least) {
        if (dimensions < 1 || points.length % dimensions != 0 || points.length / dimensions < least) {
            throw new IllegalArgumentException("The energy distance needs at least " + least + " points of "
                    + dimensions + " coordinates on each side; " + points.length + " values are not that.");
        }
        return points.length / dimensions;
    }

    private static double sum(float[] x, float[] y, int dimensions) {
        double all = 0;
        for (int i = 0; i < x.length; i += dimensions) {
            double row = 0;
            for (int j = 0; j < y.length; j += dimensions) {
                double square = 0;
                for (int k = 0; k < dimensions; k++) {
                    double away = (double) x[i + k] - y[j + k];
                    square += away * away;
                }
                row += Math.sqrt(square);
            }
            all += row;
        }
        return all;
    }
}
