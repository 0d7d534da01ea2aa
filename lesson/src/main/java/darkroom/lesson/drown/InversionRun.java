package darkroom.lesson.drown;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.model.Model;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a picture upwards into noise by DDIM with eta 0, and decodes what came out (Song et al. 2021, section 5.4):
 * nothing is drawn at random on either way.
 */
public final class InversionRun extends SampledWork {

    /** In how many steps each way it can be done: from few to each of the schedule's levels. */
    public static final List<String> STEPS = List.of("25", "50", "100", "250", "500", "1000");

    private static final double SHOWN = 25;

    private final Pictures.Choice picture;
    private final Sampling down;
    private final int every;
    private boolean decoding;
    private SamplingRun run;

    public InversionRun(Pictures.Choice picture, boolean asked, int steps, Studio studio) {
        this.picture = picture;
        every = (int) Math.ceil(steps / SHOWN);
        Model model = studio.model(picture);
        down = model.settings()
                .withSampler("ddim")
                .withSpacing(new Spacing.Trailing())
                .withGuidance(1)
                .withSteps(steps)
                .sampling(model.denoiser(), model.objective().schedule(), Studio.asked(asked ? picture.label() : -1));
        Sampling up = new Sampling(
                down.denoiser(),
                down.sampler(),
                down.grid().upwards(),
                down.condition(),
                down.guidance(),
                down.clipping());
        run = Scope.call(
                () -> SamplingRun.from(
                        up, SeededNoise.of(0), Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)),
                kept -> Stream.empty());
    }

    @Override
    protected ObjectNode start() {
        return frame("step");
    }

    @Override
    protected boolean more() {
        return !decoding || !run.done();
    }

    @Override
    protected SamplingRun advancing() {
        if (run.done() && !decoding) {
            decoding = true;
            SamplingRun up = run;
            run = Scope.call(() -> SamplingRun.from(down, SeededNoise.of(0), up.x()), kept -> Stream.empty());
            up.close();
        }
        return run;
    }

    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        return run.done() || run.index() % every == 0 ? frame("step") : null;
    }

    @Override
    protected ObjectNode end() {
        return frame("end").put("distance", Frames.distance(x(), picture.pixels()));
    }

    private ObjectNode frame(String type) {
        float[] x = x();
        double mean = Frames.mean(x);
        return Json.object()
                .put("type", type)
                .put("way", decoding ? "down" : "up")
                .put("index", run.index())
                .put("steps", run.grid().size())
                .put("t", Levels.time(Studio.SCHEDULE, run.level()))
                .put("mean", mean)
                .put("deviation", Frames.deviation(x, mean))
                .put("x", Json.pixels(x));
    }

    private float[] x() {
        return Scope.call(() -> Tensors.floats(run.x()), kept -> Stream.empty());
    }

    @Override
    public void close() {
        run.close();
    }
}
