package darkroom.train;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of what was drawn, whose loss a thread takes by itself.
 *
 * @param drawn the part
 * @param weight by which its loss counts in the whole's; those of all parts add up to 1
 */
public record Share<D>(D drawn, double weight) {

    private static final int FEWEST_ROWS = 2;

    /** Some rows of what was drawn. */
    interface Rows<D> {
        D of(int from, int count);
    }

    /**
     * Parts of about as many rows each, at least two unless there is only one.
     *
     * @param rows of all that was drawn, whose loss is the mean of theirs
     * @param most how many parts at most
     */
    static <D> List<Share<D>> ofRows(int rows, int most, Rows<D> part) {
        int parts = Math.max(1, Math.min(most, rows / FEWEST_ROWS));
        List<Share<D>> shares = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) rows * i / parts), count = (int) ((long) rows * (i + 1) / parts) - from;
            shares.add(new Share<>(part.of(from, count), (double) count / rows));
        }
        return shares;
    }
}
