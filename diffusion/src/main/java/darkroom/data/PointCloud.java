package darkroom.data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Points drawn independently of each other.
 *
 * @param dimensions how many coordinates a point has
 * @param labels the names of the parts that points come from
 * @param law where points lie
 */
record PointCloud(int dimensions, List<String> labels, Law law) implements DataSet {

    /** A distribution of labelled points. */
    @FunctionalInterface
    interface Law {

        /** Draws a point into an array of its coordinates; returns its label. */
        int draw(RandomGenerator random, double[] point);

        /** The same with noise from N(0, deviation^2) on every coordinate. */
        default Law blurred(double deviation) {
            if (!(deviation >= 0 && deviation <= 1)) {
                throw new IllegalArgumentException(
                        "The noise of points is a standard deviation from 0 to 1, not " + deviation + ".");
            }
            return (random, point) -> {
                int label = draw(random, point);
                for (int i = 0; i < point.length; i++) {
                    point[i] += deviation * Keyed.normal(random);
                }
                return label;
            };
        }
    }

    @Override
    public long[] shape() {
        return new long[] {dimensions};
    }

    @Override
    public Batch batch(long seed, long index, int count) {
        RandomGenerator random = Keyed.batch(seed, index, count);
        float[] values = new float[Math.multiplyExact(count, dimensions)];
        int[] labels = new int[count];
        double[] point = new double[dimensions];
        for (int i = 0, at = 0; i < count; i++) {
            labels[i] = law.draw(random, point);
            for (double coordinate : point) {
                values[at++] = (float) coordinate;
            }
        }
        return new Batch(values, labels);
    }
}
