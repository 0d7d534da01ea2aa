package darkroom.guide;

import java.util.Arrays;
import java.util.List;

/**
 * What a sample is asked to be.
 *
 * @param labels class labels, one for each row of a batch or one for all rows; {@link #NULL_LABEL} asks for nothing
 */
public record Condition(List<Integer> labels) {

    /** The label that asks for nothing; a network maps it to its null class. */
    public static final int NULL_LABEL = -1;

    /** No condition. */
    public static final Condition NONE = new Condition(List.of(NULL_LABEL));

    public Condition {
        labels = List.copyOf(labels);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(
                    "A condition needs at least one label; to ask for nothing use Condition.NONE.");
        }
    }

    /** The same label for all rows, or one for each. */
    public static Condition labels(int... labels) {
        return new Condition(Arrays.stream(labels).boxed().toList());
    }

    /** Whether no row is asked to be anything. */
    public boolean asksForNothing() {
        return labels.stream().allMatch(label -> label == NULL_LABEL);
    }

    /** The label of a row. */
    public int label(int row) {
        return labels.get(labels.size() == 1 ? 0 : row);
    }
}
