package darkroom.cli;

import darkroom.torch.Processor;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What is drawn on a terminal, and only there. */
final class Terminal {

    private static final int DEFAULT_COLUMNS = 80;

    private Terminal() {}

    /** Whether the output is a terminal; the launcher looks. */
    static boolean out() {
        return Boolean.getBoolean("darkroom.terminal.out");
    }

    /** Whether the error output is a terminal. */
    static boolean err() {
        return Boolean.getBoolean("darkroom.terminal.err");
    }

    /** How many columns it has. */
    static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
    }

    /** Says so when this processor is slow in the precision that was asked for. */
    static void warnOfBfloat16(PrintWriter err) {
        if (Processor.lacksBfloat16()) {
            err.println("Warning: this processor has no arithmetic in bfloat16; fp32 is faster here.");
        }
    }

    /** A progress bar on the error output with rate and time left, silent where that is no terminal. */
    static Progress progress(String task, String unit, long total) {
        if (!err()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setMaxRenderedLength(Math.min(columns(), 110))
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .setEtaFunction(state -> java.util.Optional.ofNullable(left(
                        state.getCurrent() - state.getStart(),
                        state.getMax() - state.getCurrent(),
                        state.getElapsedAfterStart())))
                .build());
    }

    private static @Nullable Duration left(long done, long todo, Duration taken) {
        return done <= 0 ? null : taken.multipliedBy(todo).dividedBy(done);
    }

    /** A progress bar, or nothing. */
    record Progress(@Nullable ProgressBar bar) implements AutoCloseable {

        void at(long place, String message) {
            if (bar != null) {
                bar.stepTo(place);
                bar.setExtraMessage(message);
            }
        }

        void step() {
            if (bar != null) {
                bar.step();
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
