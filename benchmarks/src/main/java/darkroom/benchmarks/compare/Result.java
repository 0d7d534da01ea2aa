package darkroom.benchmarks.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was found in a row.
 *
 * @param ours the library's time, as a user gets it
 * @param onLibtorch its time when libtorch computes one operation after the other, where that was measured
 * @param peers the times of all peers
 * @param excluded which configurations do not count, and why
 */
record Result(Row row, Times ours, Optional<Times> onLibtorch, List<Theirs> peers, Map<String, String> excluded) {

    /** The time of a peer in one configuration. */
    record Theirs(String way, Times times) {}

    /** The fastest peer that counts. */
    Optional<Theirs> peer() {
        return fastest(any -> true);
    }

    /** The fastest in some configurations, of those that count. */
    Optional<Theirs> fastest(Predicate<String> of) {
        return peers.stream()
                .filter(peer -> of.test(peer.way()) && !excluded.containsKey(peer.way()))
                .min(Comparator.comparingDouble(peer -> peer.times().median()));
    }

    /** How many times as long as the library a peer takes. */
    double ratio(Theirs peer) {
        return peer.times().median() / ours.median();
    }

    /** The row for programs to read. */
    String line() {
        String theirs = peer().map(peer -> String.format(
                        Locale.ROOT,
                        "peer_ms=%.2f peer=%s ratio=%.2f",
                        peer.times().median(),
                        peer.way(),
                        ratio(peer)))
                .orElse("peer_ms=- peer=none ratio=-");
        return String.format(Locale.ROOT, "row=%s ours_ms=%.2f %s", row.name(), ours.median(), theirs);
    }
}
