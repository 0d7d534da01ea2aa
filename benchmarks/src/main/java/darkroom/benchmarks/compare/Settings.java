package darkroom.benchmarks.compare;

import java.time.Duration;
import java.util.Optional;

/**
 * How much is measured.
 *
 * @param rounds how many, at most
 * @param seconds how long a row is measured in each round, once warm
 * @param most how long all may take
 */
record Settings(int rounds, double seconds, int threads, Optional<Duration> most) {

    /** How long the peers may take to compile: a third of the time, or a day. */
    Duration toPrepare() {
        return most.map(all -> all.dividedBy(3)).orElse(Duration.ofDays(1));
    }

    /** When the last row is begun at the latest, which leaves a part for measuring it, or in a day. */
    Duration toMeasure() {
        return most.map(all -> all.multipliedBy(14).dividedBy(15)).orElse(Duration.ofDays(1));
    }
}
