package darkroom.plan;

/**
 * The matrices of {@link Winograd}. Along an axis, pixels and weights stand for polynomials, which are multiplied by multiplying their
 * values at six points; the last point is infinity.
 */
final class WinogradMatrices {

    /**
     * All points but the last. Of the points that were tried, these round least, half as much as the usual 0, 1, -1, 2 and -2. Those are chosen for
     * factors that are easy to multiply by, which saves a product of matrices nothing.
     */
    private static final double[] POINTS = {0, 0.625, -0.625, 1.5, -1.5};

    private static final int INFINITY = POINTS.length;
    private static final int WEIGHTS = 3;

    private WinogradMatrices() {}

    /** From six pixels that a tile reads to six numbers, [6, 6]. */
    static float[] input() {
        float[] matrix = new float[Tiles.READ * Tiles.READ];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) basis(i / Tiles.READ)[i % Tiles.READ];
        }
        return matrix;
    }

    /** From six numbers to four pixels, [4, 6]. */
    static float[] output() {
        float[] matrix = new float[Tiles.MADE * Tiles.READ];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) power(i % Tiles.READ, i / Tiles.READ, Tiles.MADE);
        }
        return matrix;
    }

    /** From three by three weights to six by six numbers, row behind row, [9, 36]. */
    static float[] kernel() {
        float[] matrix = new float[WEIGHTS * WEIGHTS * Winograd.NUMBERS];
        for (int i = 0; i < matrix.length; i++) {
            int weight = i / Winograd.NUMBERS, number = i % Winograd.NUMBERS;
            matrix[i] = (float) (power(number / Tiles.READ, weight / WEIGHTS, WEIGHTS)
                    * power(number % Tiles.READ, weight % WEIGHTS, WEIGHTS));
        }
        return matrix;
    }

    /** A power of a point; at infinity only the highest one of a polynomial counts. */
    private static double power(int point, int exponent, int coefficients) {
        return point == INFINITY ? (exponent == coefficients - 1 ? 1 : 0) : Math.pow(POINTS[point], exponent);
    }

    /** The coefficients of the polynomial that is one at a point and zero at the others; for infinity, of the one that is zero at all. */
    private static double[] basis(int point) {
        double[] product = new double[Tiles.READ];
        product[0] = 1;
        for (int other = 0; other < POINTS.length; other++) {
            if (other != point) {
                double scale = point == INFINITY ? 1 : POINTS[point] - POINTS[other];
                for (int i = product.length - 1; i >= 0; i--) {
                    product[i] = ((i > 0 ? product[i - 1] : 0) - POINTS[other] * product[i]) / scale;
                }
            }
        }
        return product;
    }
}
