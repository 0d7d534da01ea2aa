package darkroom.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells a file how far a long task is, in lines that grow rarer: after 5, 10, 20 and 40 seconds, then every minute.
 */
final class PacedLines {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final PrintWriter to;
    private final String task;
    private final String unit;
    private final long total;
    private final LongSupplier nanoTime;
    private final long start;

    private Duration next = FIRST;
    private long first = -1;

    /**
     * Lines for a task that begins now.
     *
     * @param total of what units there are in all
     * @param nanoTime a clock, as {@link System#nanoTime}
     */
    PacedLines(PrintWriter to, String task, String unit, long total, LongSupplier nanoTime) {
        this.to = to;
        this.task = task;
        this.unit = unit;
        this.total = total;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    /** Says that so many units are done, when it is time for a line. */
    void at(long place, String message) {
        if (first < 0) {
            first = place - 1;
        }
        Duration taken = Duration.ofNanos(nanoTime.getAsLong() - start);
        if (taken.compareTo(next) < 0) {
            return;
        }
        Duration left = taken.multipliedBy(total - place).dividedBy(place - first);
        to.printf(Locale.ROOT, "%s: %d of %d %s, %s, %s left%n", task, place, total, unit, message, rounded(left));
        to.flush();
        while (taken.compareTo(next) >= 0) {
            next = next.plus(next.compareTo(LONGEST) < 0 ? next : LONGEST);
        }
    }

    private static String rounded(Duration left) {
        if (left.toHours() > 0) {
            return left.toHours() + " h " + left.toMinutesPart() + " min";
        }
        return left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s";
    }
}
