package darkroom.data;

import java.util.List;

/**
 * A source of examples: a pure function of a seed and a batch's index, so that a training can be resumed or replayed at
 * any batch without a saved state.
 */
public interface DataSet {

    /** The shape of an example: {@code [channels, height, width]} of a picture, {@code [2]} of a point. */
    long[] shape();

    /** The names of the classes, by label; one name when there is nothing to tell apart. */
    List<String> labels();

    /**
     * The batch at an index.
     *
     * @param seed which stream of batches
     * @param index the batch's place in that stream, from 0
     * @param count how many examples, at least 1
     */
    Batch batch(long seed, long index, int count);
}
