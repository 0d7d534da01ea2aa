package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.exact.Oracle;
import darkroom.latent.Codec;
import darkroom.model.Sheet;
import darkroom.picture.TerminalPicture;
import darkroom.picture.TerminalPicture.Colours;
import darkroom.sample.Ddim;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run is heading for, drawn while it runs. */
class PreviewTest {

    @Test
    void anEstimateIsDrawnOverTheOneBeforeWhileThereIsTime() {
        assertEquals(3, drawn(true, 1), "two estimates and the end");
        assertEquals(2, drawn(true, 1000), "one estimate that took long, and the end");
        assertEquals(1, drawn(false, 1), "the end alone where nothing can be drawn over");
    }

    /** How many pictures are drawn of a run of three steps, when the clock moves on by so much each time that it is asked. */
    private static long drawn(boolean live, long slow) {
        StringWriter out = new StringWriter();
        Scope.run(() -> {
            long[] time = {0};
            Sheet sheet = Sheet.ofTrueSize(Codec.IDENTITY, 1, 2, 2);
            Preview preview = new Preview(
                    sheet, new TerminalPicture(80, Colours.NONE), live, new PrintWriter(out), () -> time[0] += slow);
            try (Oracle oracle = new Oracle(Tensors.of(new float[] {1, -1, 1, -1}, 1, 1, 2, 2));
                    SamplingRun run = new Sampling(oracle, new Ddim(0), grid()).start(SeededNoise.of(1), 1, 1, 2, 2)) {
                run.finish(now -> {
                    time[0] += 10;
                    preview.estimate(now);
                });
                preview.end(run);
            }
        });
        return out.toString().lines().filter(line -> line.contains("@")).count();
    }

    private static TimeGrid grid() {
        return TimeGrid.through(List.of(
                NoiseLevel.ofAlphaBar(0.1), NoiseLevel.ofAlphaBar(0.4), NoiseLevel.ofAlphaBar(0.8), NoiseLevel.CLEAN));
    }
}
