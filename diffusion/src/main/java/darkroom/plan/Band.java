package darkroom.plan;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Some rows of a value, which one of the threads that share a plan computes.
 *
 * @param first counted from 0
 * @param count how many there are
 */
record Band(long first, long count) {

    /** All rows of a value as at most so many bands of nearly the same size. */
    static List<Band> of(long rows, int most) {
        long bands = Math.max(1, Math.min(rows, most));
        return LongStream.range(0, bands)
                .mapToObj(i -> between(rows * i / bands, rows * (i + 1) / bands))
                .toList();
    }

    /** The rows from one on to the one before another. */
    static Band between(long first, long end) {
        return new Band(first, end - first);
    }

    /** The row behind the last. */
    long end() {
        return first + count;
    }
}
