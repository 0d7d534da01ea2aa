package darkroom.data;

import java.util.Arrays;
import java.util.List;

/**
 * Some examples.
 *
 * @param values the examples one after the other, each in its data set's shape, pictures in [-1, 1]
 * @param labels one label for each example
 * @param captions one for each example, or none at all
 */
public record Batch(float[] values, int[] labels, List<String> captions) {

    public Batch {
        captions = List.copyOf(captions);
        if (!captions.isEmpty() && captions.size() != labels.length) {
            throw new IllegalArgumentException(
                    "There are " + labels.length + " examples, but " + captions.size() + " captions.");
        }
    }

    /** Examples without captions. */
    public Batch(float[] values, int... labels) {
        this(values, labels, List.of());
    }

    /** Some of the examples. */
    public Batch rows(int from, int count) {
        int numbers = values.length / labels.length;
        return new Batch(
                Arrays.copyOfRange(values, from * numbers, (from + count) * numbers),
                Arrays.copyOfRange(labels, from, from + count),
                captions.isEmpty() ? captions : captions.subList(from, from + count));
    }
}
