package darkroom.data;

import java.util.List;
import java.util.Optional;

/**
 * A source of examples: a pure function of a seed and a batch's index, so that a training can be resumed or replayed at
 * any batch without a saved state.
 */
public interface DataSet {

    /** The shape of an example: {@code [channels, height, width]} of a picture, {@code [2]} of a point. */
    long[] shape();

    /** The names of the classes, by label; one name when there is nothing to tell apart. */
    List<String> labels();

    /** What was found when the examples were read, in one sentence; nothing when they were not read from files. */
    default Optional<String> found() {
        return Optional.empty();
    }

    /**
     * The batch at an index.
     *
     * @param seed which stream of batches
     * @param index the batch's place in that stream, from 0
     * @param count how many examples, at least 1
     */
    Batch batch(long seed, long index, int count);
}
