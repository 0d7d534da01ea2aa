package darkroom.data;

/**
 * Some examples.
 *
 * @param values the examples one after the other, each in its data set's shape, pictures in [-1, 1]
 * @param labels one label for each example
 */
public record Batch(float[] values, int[] labels) {}
