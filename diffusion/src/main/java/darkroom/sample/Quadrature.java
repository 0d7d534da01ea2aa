package darkroom.sample;

import java.util.function.DoubleUnaryOperator;

/** The weights of multistep methods: integrals of the polynomials that are 1 at one node and 0 at the others. */
final class Quadrature {

    private static final int POINTS = 24;
    private static final double[] PLACES = new double[POINTS];
    private static final double[] WEIGHTS = new double[POINTS];

    static {
        // Gauss and Legendre's rule: the roots of the Legendre polynomial by Newton's method.
        for (int i = 0; i < POINTS; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (POINTS + 0.5)), slope = 1;
            for (int round = 0; round < 50; round++) {
                double before = 1, value = x;
                for (int k = 2; k <= POINTS; k++) {
                    double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
                    before = value;
                    value = next;
                }
                slope = POINTS * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            PLACES[i] = x;
            WEIGHTS[i] = 2 / ((1 - x * x) * slope * slope);
        }
    }

    private Quadrature() {}

    /**
     * For each node the integral of its Lagrange polynomial times a kernel.
     *
     * @param nodes all different
     * @param kernel smooth from {@code from} to {@code to}
     */
    static double[] weights(double[] nodes, double from, double to, DoubleUnaryOperator kernel) {
        double[] weights = new double[nodes.length];
        for (int i = 0; i < POINTS; i++) {
            double place = (from + to) / 2 + (to - from) / 2 * PLACES[i];
            double share = (to - from) / 2 * WEIGHTS[i] * kernel.applyAsDouble(place);
            for (int j = 0; j < nodes.length; j++) {
                weights[j] += share * lagrange(nodes, j, place);
            }
        }
        return weights;
    }

    private static double lagrange(double[] nodes, int j, double place) {
        double product = 1;
        for (int k = 0; k < nodes.length; k++) {
            if (k != j) {
                product *= (place - nodes[k]) / (nodes[j] - nodes[k]);
            }
        }
        return product;
    }

    /** The solution of a small system of linear equations, by Gauss and Jordan with pivots; both arrays are used up. */
    static double[] solved(double[][] rows, double[] wanted) {
        int count = wanted.length;
        for (int i = 0; i < count; i++) {
            int pivot = i;
            for (int j = i + 1; j < count; j++) {
                pivot = Math.abs(rows[j][i]) > Math.abs(rows[pivot][i]) ? j : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[i];
            rows[i] = row;
            double value = wanted[pivot];
            wanted[pivot] = wanted[i];
            wanted[i] = value / row[i];
            for (int k = count - 1; k >= i; k--) {
                row[k] /= row[i];
            }
            for (int j = 0; j < count; j++) {
                double factor = j == i ? 0 : rows[j][i];
                for (int k = i; k < count; k++) {
                    rows[j][k] -= factor * row[k];
                }
                wanted[j] -= factor * wanted[i];
            }
        }
        return wanted;
    }
}
