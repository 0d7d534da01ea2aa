package darkroom.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What examples have in common, and how far a sample is from them. */
public final class Examples {

    /**
     * The example that is nearest to a sample.
     *
     * @param place in its batch
     * @param distance its root mean square distance
     */
    public record Nearest(int place, double distance) {}

    private Examples() {}

    /**
     * The root mean square distance of two samples, in the units of their values.
     *
     * @throws IllegalArgumentException when they differ in length
     */
    public static double distance(float[] one, float[] other) {
        if (one.length != other.length || one.length == 0) {
            throw new IllegalArgumentException("Only samples of as many values can be compared, not " + one.length
                    + " values with " + other.length + ".");
        }
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = one[i] - other[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / one.length);
    }

    /** The places of the examples of a label; with a negative label, of all. */
    public static int[] places(Batch batch, int label) {
        return IntStream.range(0, batch.labels().length)
                .filter(i -> label < 0 || batch.labels()[i] == label)
                .toArray();
    }

    /**
     * The mean of some examples, value by value.
     *
     * @param places at least one
     */
    public static float[] mean(Batch batch, int[] places) {
        require(places);
        int length = length(batch);
        double[] sums = new double[length];
        for (int place : places) {
            for (int i = 0; i < length; i++) {
                sums[i] += batch.values()[place * length + i];
            }
        }
        float[] mean = new float[length];
        for (int i = 0; i < length; i++) {
            mean[i] = (float) (sums[i] / places.length);
        }
        return mean;
    }

    /**
     * Which of some examples is nearest to a sample.
     *
     * @param places at least one
     */
    public static Nearest nearest(Batch batch, int[] places, float[] sample) {
        require(places);
        Nearest nearest = new Nearest(-1, Double.POSITIVE_INFINITY);
        for (int place : places) {
            double distance = distance(sample, at(batch, place));
            if (distance < nearest.distance) {
                nearest = new Nearest(place, distance);
            }
        }
        return nearest;
    }

    /**
     * How different samples are from each other: the mean of the distances of all their pairs.
     *
     * @param samples at least two
     */
    public static double spread(List<float[]> samples) {
        if (samples.size() < 2) {
            throw new IllegalArgumentException("How different samples are takes at least two of them.");
        }
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += distance(samples.get(i), samples.get(j));
            }
        }
        return sum / (samples.size() * (samples.size() - 1) / 2.0);
    }

    /** A copy of the example at a place. */
    public static float[] at(Batch batch, int place) {
        int length = length(batch);
        return Arrays.copyOfRange(batch.values(), place * length, (place + 1) * length);
    }

    private static int length(Batch batch) {
        return batch.values().length / batch.labels().length;
    }

    private static void require(int[] places) {
        if (places.length == 0) {
            throw new IllegalArgumentException("Of no examples there is no mean, and none is the nearest.");
        }
    }
}
