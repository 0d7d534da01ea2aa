package darkroom.data;

import java.util.Arrays;

/**
 * Some examples.
 *
 * @param values the examples one after the other, each in its data set's shape, pictures in [-1, 1]
 * @param labels one label for each example
 */
public record Batch(float[] values, int[] labels) {

    /** Some of the examples. */
    public Batch rows(int from, int count) {
        int numbers = values.length / labels.length;
        return new Batch(
                Arrays.copyOfRange(values, from * numbers, (from + count) * numbers),
                Arrays.copyOfRange(labels, from, from + count));
    }
}
