package darkroom.benchmarks.compare;

import java.util.List;

/** How long a piece of work takes, in milliseconds: the median and the shortest. */
record Times(double median, double shortest) {

    /** Of several rounds: the median of the medians, the shortest of all. */
    static Times of(List<Times> rounds) {
        double[] sorted = rounds.stream().mapToDouble(Times::median).sorted().toArray();
        int n = sorted.length;
        return new Times(
                (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
                rounds.stream().mapToDouble(Times::shortest).min().orElseThrow());
    }
}
