package darkroom.cli;

import darkroom.picture.TerminalPicture.Colours;
import darkroom.torch.Processor;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** Which colours the output shows. */
    static Colours colours() {
        return colours(out(), System.getenv());
    }

    /** Which colours an output shows in an environment, by what terminals say of themselves there; none if it is no terminal. */
    static Colours colours(boolean terminal, Map<String, String> environment) {
        String name = environment.getOrDefault("TERM", "");
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        if (!terminal || unwanted || isPlain(name)) {
            return Colours.NONE;
        }
        boolean all = List.of("truecolor", "24bit").contains(environment.getOrDefault("COLORTERM", ""));
        return all || name.endsWith("-direct")
                ? Colours.ALL
                : name.contains("256color") ? Colours.PALETTE : Colours.NONE;
    }

    /** Whether the terminal can do no more than print lines. */
    static boolean isPlain() {
        return isPlain(System.getenv().getOrDefault("TERM", ""));
    }

    private static boolean isPlain(String name) {
        return name.isEmpty() || name.equals("dumb");
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
    static Bar progress(String task, String unit, long total) {
        if (!drawsBars()) {
            return new Bar(null, null);
        }
        return new Bar(
                new ProgressBarBuilder()
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
                        .build(),
                null);
    }

    /** A progress bar where the error output can show one, and a line now and then where it cannot. */
    static Bar told(PrintWriter err, String task, String unit, long total) {
        return drawsBars()
                ? progress(task, unit, total)
                : new Bar(null, new PacedLines(err, task, unit, total, System::nanoTime));
    }

    private static boolean drawsBars() {
        return err() && !isPlain();
    }

    private static @Nullable Duration left(long done, long todo, Duration taken) {
        return done <= 0 ? null : taken.multipliedBy(todo).dividedBy(done);
    }

    /** A progress bar, lines, or nothing. */
    record Bar(@Nullable ProgressBar bar, @Nullable PacedLines lines) implements AutoCloseable {

        void at(long place, String message) {
            if (bar != null) {
                bar.stepTo(place);
                bar.setExtraMessage(message);
            }
            if (lines != null) {
                lines.at(place, message);
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
