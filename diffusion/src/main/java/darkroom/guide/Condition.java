package darkroom.guide;

import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** What a batch of samples is asked to be: the same for all rows, or something for each. */
public sealed interface Condition {

    /** Asks for nothing. */
    Condition NONE = new Nothing();

    /** The same label for all rows, or one for each. */
    static Condition labels(int... labels) {
        return new Labels(Arrays.stream(labels).boxed().toList());
    }

    /**
     * What one row is asked to be, as a condition of a single row.
     *
     * @param row counted from 0
     */
    Condition row(int row);

    /** Nothing in particular: samples as they come. */
    record Nothing() implements Condition {

        @Override
        public Condition row(int row) {
            return this;
        }
    }

    /**
     * Classes.
     *
     * @param labels one for each row of a batch or one for all rows, each at least 0
     */
    record Labels(List<Integer> labels) implements Condition {

        public Labels {
            labels = List.copyOf(labels);
            if (labels.isEmpty()) {
                throw new IllegalArgumentException(
                        "A condition needs at least one label; to ask for nothing use Condition.NONE.");
            }
            for (int label : labels) {
                if (label < 0) {
                    throw new IllegalArgumentException(
                            "A label is at least 0, not " + label + "; to ask for nothing use Condition.NONE.");
                }
            }
        }

        @Override
        public Labels row(int row) {
            return labels.size() == 1 ? this : new Labels(List.of(labels.get(row)));
        }
    }

    /**
     * What an encoder made of a text. The tensors are the caller's, who keeps them for as long as the condition is used.
     *
     * @param tokens [B, L, D]; B is 1 where it is the same for all rows
     * @param pooled one embedding of the whole text, [B, P]
     * @param added further numbers by name, such as the size of the picture, [B, ...]
     */
    record Encoded(Tensor tokens, @Nullable Tensor pooled, Map<String, Tensor> added) implements Condition {

        public Encoded {
            added = Map.copyOf(added);
            if (tokens.dim() != 3) {
                throw new IllegalArgumentException("An encoded text is [B, L, D], not " + Tensors.shape(tokens) + ".");
            }
        }

        @Override
        public Encoded row(int row) {
            return new Encoded(
                    of(tokens, row),
                    pooled == null ? null : of(pooled, row),
                    added.entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, one -> of(one.getValue(), row))));
        }

        private static Tensor of(Tensor rows, int row) {
            return rows.size(0) == 1 ? rows : rows.narrow(0, row, 1);
        }
    }
}
