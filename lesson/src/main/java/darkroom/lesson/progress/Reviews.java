package darkroom.lesson.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reviews that a learner took to their end.
 *
 * @param wanted whether they want to be asked again
 * @param done in the order in which they were done
 */
public record Reviews(boolean wanted, List<Done> done) {

    /**
     * A review.
     *
     * @param right of how many parts the first question was answered rightly
     * @param parts how many parts it asked about
     * @param asked how many questions it took until all were answered rightly
     * @param made when it was done
     */
    public record Done(int right, int parts, int asked, Instant made) {}

    /** Nothing done yet. */
    static final Reviews NONE = new Reviews(false, List.of());

    /** How long after the first review it comes back. */
    private static final List<Duration> AFTER = List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    /** When the next one is due: 1, 7 and 30 days after the first; those that were taken at or after that time are behind. */
    public Optional<Instant> next() {
        Stream<Instant> due =
                wanted && !done.isEmpty() ? AFTER.stream().map(done.get(0).made()::plus) : Stream.empty();
        return due.filter(time -> done.stream().allMatch(one -> one.made().isBefore(time)))
                .findFirst();
    }
}
