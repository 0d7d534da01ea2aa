package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedLinesTest {

    private final StringWriter out = new StringWriter();
    private long seconds;

    private PacedLines lines(long total) {
        return new PacedLines(new PrintWriter(out), "cats", "updates", total, () -> seconds * 1_000_000_000);
    }

    @Test
    void theyGrowRarer() {
        PacedLines lines = lines(1000);
        for (seconds = 1; seconds <= 300; seconds++) {
            lines.at(seconds, "loss 0.5000");
        }
        List<String> told = out.toString().lines().toList();
        assertEquals(
                List.of(5L, 10L, 20L, 40L, 80L, 140L, 200L, 260L),
                told.stream().map(line -> Long.parseLong(line.split(" ")[1])).toList());
        assertEquals("cats: 20 of 1000 updates, loss 0.5000, 16 min left", told.get(2));
    }

    @Test
    void whatIsLeftIsReckonedFromThisSession() {
        PacedLines lines = lines(1000);
        lines.at(901, "resumed");
        seconds = 10;
        lines.at(910, "resumed");
        assertEquals(
                "cats: 910 of 1000 updates, resumed, 1 min left", out.toString().strip());
    }

    @Test
    void aLongPauseIsOneLine() {
        PacedLines lines = lines(100_000);
        seconds = 3_600;
        lines.at(10, "a");
        lines.at(11, "b");
        assertEquals(1, out.toString().lines().count());
    }
}
