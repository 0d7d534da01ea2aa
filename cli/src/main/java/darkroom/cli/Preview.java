package darkroom.cli;

import darkroom.model.Sheet;
import darkroom.picture.TerminalPicture;
import darkroom.sample.SamplingRun;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Draws on a terminal what a run is heading for, each time over the time before; as often as it can in a quarter of the time, since a
 * decoder may take longer than a step.
 */
final class Preview {

    private static final int SHARE = 4;
    private static final String START = "\r", CLEAR = "\u001b[J";

    private final Sheet sheet;
    private final TerminalPicture terminal;
    private final boolean live;
    private final PrintWriter to;
    private final LongSupplier nanoTime;
    private final long start;

    private long spent;
    private long lines;

    /**
     * A preview of a run that begins now.
     *
     * @param live whether it can be drawn over; without, only the end is drawn
     * @param nanoTime a clock, as {@link System#nanoTime}
     */
    Preview(Sheet sheet, TerminalPicture terminal, boolean live, PrintWriter to, LongSupplier nanoTime) {
        this.sheet = sheet;
        this.terminal = terminal;
        this.live = live;
        this.to = to;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    /** Draws the estimate behind the run's last step, if there is time for it. */
    void estimate(SamplingRun run) {
        long now = nanoTime.getAsLong();
        if (live && !run.done() && spent * SHARE <= now - start) {
            draw(terminal.draw(sheet.estimate(run)));
            spent += nanoTime.getAsLong() - now;
        }
    }

    /** Draws the samples of a run that has ended. */
    void end(SamplingRun run) {
        draw(terminal.draw(sheet.of(run)));
    }

    private void draw(String picture) {
        if (live) {
            to.print(START + (lines == 0 ? "" : "\u001b[" + lines + "A") + CLEAR);
        }
        to.print(picture);
        to.flush();
        lines = picture.lines().count();
    }
}
