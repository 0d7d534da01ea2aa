package darkroom.lesson;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.exact.FiniteData;
import darkroom.exact.Oracle;
import darkroom.guide.Condition;
import darkroom.sample.Denoiser;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A run of the library from noise to a picture, step by step. */
final class ReverseRun implements Engine.Work {

    /** How a denoiser that brings no settings is sampled, but for what the request says. */
    private static final SamplingSettings PLAIN = new SamplingSettings("ddim", null, 1, null, null, null);

    private final RunRequest request;
    /** What the result is compared with: all that the exact denoiser knows, or some that the network learned from. */
    private final @Nullable Supplier<Batch> compared;

    private final @Nullable AutoCloseable own;
    private final SamplingRun run;
    private int records;
    private boolean ended;
    private long nanoseconds;

    ReverseRun(RunRequest request, Studio studio) {
        this.request = request;
        Pictures.Choice picture = request.picture();
        DiscreteSchedule schedule = Studio.SCHEDULE;
        Condition condition = Studio.asked(picture.label());
        Denoiser denoiser;
        SamplingSettings usual = PLAIN;
        Supplier<Batch> known = null;
        AutoCloseable closing = null;
        switch (request.maker()) {
            case ORACLE -> {
                Oracle oracle = oracle(picture.pixels());
                denoiser = oracle;
                closing = oracle;
                condition = Condition.NONE;
            }
            case EXACT -> {
                Batch all = picture.kind().equals(Pictures.DRAWN) ? Pictures.setWith(picture.pixels()) : Pictures.set();
                known = () -> all;
                FiniteData exact = FiniteData.of(all, 1, Pictures.SIZE, Pictures.SIZE);
                denoiser = exact;
                closing = exact;
            }
            default -> {
                denoiser = studio.learned().denoiser();
                schedule = studio.learned().objective().schedule();
                usual = studio.learned().settings();
                known = studio::seen;
            }
        }
        compared = known;
        own = closing;
        Sampling sampling = request.settings(usual).sampling(denoiser, schedule, condition);
        run = Scope.call(
                () -> sampling.start(SeededNoise.of(request.seed()), 1, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty());
    }

    private static Oracle oracle(float[] pixels) {
        return Scope.call(
                () -> new Oracle(Tensors.of(pixels, 1, 1, Pictures.SIZE, Pictures.SIZE)), kept -> Stream.empty());
    }

    /** The levels that a grid visits. */
    static List<NoiseLevel> levels(TimeGrid grid) {
        List<NoiseLevel> levels = new ArrayList<>();
        levels.add(grid.start());
        grid.steps().forEach(step -> levels.add(step.to()));
        return levels;
    }

    @Override
    public byte @Nullable [] next() {
        if (records < 2) {
            return Json.line(records++ == 0 ? Frames.start(levels(run.grid())) : frame());
        }
        if (run.index() == request.until()) {
            return end();
        }
        long before = System.nanoTime();
        run.advance();
        nanoseconds += System.nanoTime() - before;
        return Json.line(frame());
    }

    private byte @Nullable [] end() {
        if (ended) {
            return null;
        }
        ended = true;
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("done", run.done())
                .put("evaluations", run.evaluations())
                .put("seconds", nanoseconds / 1e9);
        if (compared != null && run.done()) {
            json.set("nearest", nearest(compared.get(), floats(run.x())));
        }
        return Json.line(json);
    }

    private static ObjectNode nearest(Batch pictures, float[] x) {
        int place = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < pictures.labels().length; i++) {
            double distance = Frames.distance(x, Pictures.at(pictures, i));
            if (distance < least) {
                least = distance;
                place = i;
            }
        }
        return Json.object()
                .put("place", place)
                .put("of", pictures.labels().length)
                .put("distance", least)
                .put("x", Json.pixels(Pictures.at(pictures, place)));
    }

    private ObjectNode frame() {
        float[] said = run.past().isEmpty()
                ? null
                : floats(run.past().get(0).estimate().x0());
        float[] target =
                request.maker() == RunRequest.Maker.ORACLE ? request.picture().pixels() : null;
        return Frames.step(run.index(), request.steps(), run.level(), run.evaluations(), floats(run.x()), said, target);
    }

    private static float[] floats(Tensor tensor) {
        return Scope.call(() -> Tensors.floats(tensor), kept -> Stream.empty());
    }

    @Override
    public void close() {
        run.close();
        if (own != null) {
            try {
                own.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
