package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.web.Json;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.schedule.TimeGrid;
import darkroom.schedule.Transition;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** The forward process walked step by step, with noise of its own at each. */
public final class ForwardRun extends StagedWork {

    private final RunRequest request;
    private final List<NoiseLevel> levels;
    private final SeededNoise noise;
    private Tensor x;
    private int index = -1;

    public ForwardRun(RunRequest request) {
        this.request = request;
        noise = SeededNoise.of(request.seed());
        levels = upwards(new Spacing.Trailing().grid(Studio.SCHEDULE, request.steps()));
        x = Scope.own(() -> Tensors.of(request.picture().pixels(), Pictures.PIXELS), Stream::of);
    }

    /** What is left of a request's picture after so many steps. */
    static float[] after(RunRequest request, int steps) {
        try (ForwardRun walk = new ForwardRun(request)) {
            while (walk.index < steps) {
                walk.step();
            }
            return walk.pixels();
        }
    }

    private static List<NoiseLevel> upwards(TimeGrid grid) {
        List<NoiseLevel> levels = ReverseRun.levels(grid);
        Collections.reverse(levels);
        return levels;
    }

    @Override
    protected ObjectNode start() {
        return Frames.start(levels);
    }

    @Override
    protected boolean more() {
        return index < request.until();
    }

    @Override
    protected ObjectNode end() {
        return Json.object()
                .put("type", "end")
                .put("done", index == request.steps())
                .put("evaluations", 0);
    }

    private void step() {
        index++;
        if (index > 0) {
            Tensor before = x;
            x = walked(before, Transition.between(levels.get(index - 1), levels.get(index)), noise);
            before.close();
        }
    }

    private float[] pixels() {
        return Scope.call(() -> Tensors.floats(x), kept -> Stream.empty());
    }

    @Override
    protected ObjectNode piece() {
        step();
        return Frames.step(
                index,
                request.steps(),
                levels.get(index),
                0,
                pixels(),
                null,
                request.picture().pixels());
    }

    /** The sample a step further; the caller's to close. */
    public static Tensor walked(Tensor x, Transition step, SeededNoise noise) {
        return Scope.own(() -> Tensors.sum(step.kept(), x, step.fresh(), noise.next(x.numel())), Stream::of);
    }

    @Override
    public void close() {
        x.close();
        noise.close();
    }
}
