package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.data.Seeds;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.web.Json;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
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
public final class ReverseRun extends SampledWork {

    /** The way back has noise of its own. */
    private static final int BACK = 1;

    private final RunRequest request;
    private final Source source;
    private final SamplingRun run;
    private boolean shown;
    private long nanoseconds;

    public ReverseRun(RunRequest request, Studio studio) {
        this.request = request;
        source = Source.of(request.maker(), request.picture(), studio);
        Sampling sampling =
                request.settings(source.usual()).sampling(source.denoiser(), source.schedule(), source.condition());
        run = Scope.call(() -> begun(sampling), kept -> Stream.empty());
    }

    /** In pure noise, or where the forward process of the same seed is after some steps; then its noise is none of that. */
    private SamplingRun begun(Sampling sampling) {
        if (request.left() == 0) {
            return sampling.start(SeededNoise.of(request.seed()), 1, 1, Pictures.SIZE, Pictures.SIZE);
        }
        Tensor x = Tensors.of(ForwardRun.after(request, request.left()), 1, 1, Pictures.SIZE, Pictures.SIZE);
        return SamplingRun.from(sampling.last(request.left()), SeededNoise.of(Seeds.at(request.seed(), BACK)), x);
    }

    /** The levels that a grid visits. */
    public static List<NoiseLevel> levels(TimeGrid grid) {
        List<NoiseLevel> levels = new ArrayList<>();
        levels.add(grid.start());
        grid.steps().forEach(step -> levels.add(step.to()));
        return levels;
    }

    @Override
    protected ObjectNode start() {
        return Frames.start(levels(run.grid()));
    }

    @Override
    protected boolean more() {
        return !shown || run.index() < request.until();
    }

    @Override
    protected @Nullable SamplingRun advancing() {
        return shown ? run : null;
    }

    @Override
    protected ObjectNode advanced(long took) {
        nanoseconds += took;
        return frame();
    }

    @Override
    protected ObjectNode otherwise() {
        shown = true;
        return frame();
    }

    /** How many evaluations were made. */
    public long evaluations() {
        return run.evaluations();
    }

    /** How far the sample as it stands is from the nearest picture of the data: the oracle's is its target. */
    public double away() {
        Supplier<Batch> known = source.known();
        return LaneBatch.away(floats(run.x()), known == null ? null : known.get(), request.picture());
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("done", run.done())
                .put("evaluations", run.evaluations())
                .put("seconds", nanoseconds / 1e9);
        Supplier<Batch> known = source.known();
        if (known != null && run.done()) {
            json.set("nearest", nearest(known.get(), floats(run.x())));
        }
        return json;
    }

    private static ObjectNode nearest(Batch pictures, float[] x) {
        Examples.Nearest nearest = Examples.nearest(pictures, Examples.places(pictures, -1), x);
        return Json.object()
                .put("place", nearest.place())
                .put("of", pictures.labels().length)
                .put("distance", nearest.distance())
                .put("x", Json.pixels(Pictures.at(pictures, nearest.place())));
    }

    private ObjectNode frame() {
        float[] said = run.past().isEmpty()
                ? null
                : floats(run.past().get(0).estimate().x0());
        float[] target =
                request.maker() == RunRequest.Maker.ORACLE ? request.picture().pixels() : null;
        return Frames.step(
                run.index(), run.grid().size(), run.level(), run.evaluations(), floats(run.x()), said, target);
    }

    private static float[] floats(Tensor tensor) {
        return Scope.call(() -> Tensors.floats(tensor), kept -> Stream.empty());
    }

    @Override
    public void close() {
        run.close();
        source.close();
    }
}
