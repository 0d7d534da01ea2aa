package darkroom.lesson.studio;

import darkroom.lesson.engine.Engine;
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
import org.jspecify.annotations.Nullable;

/** The forward process walked step by step, with noise of its own at each. */
public final class ForwardRun implements Engine.Work {

    private final RunRequest request;
    private final List<NoiseLevel> levels;
    private final SeededNoise noise;
    private Tensor x;
    private int index = -2;
    private boolean ended;

    public ForwardRun(RunRequest request) {
        this.request = request;
        noise = SeededNoise.of(request.seed());
        levels = upwards(new Spacing.Trailing().grid(Studio.SCHEDULE, request.steps()));
        x = Scope.own(() -> Tensors.of(request.picture().pixels(), Pictures.PIXELS), Stream::of);
    }

    private static List<NoiseLevel> upwards(TimeGrid grid) {
        List<NoiseLevel> levels = ReverseRun.levels(grid);
        Collections.reverse(levels);
        return levels;
    }

    @Override
    public byte @Nullable [] next() {
        if (index == request.until()) {
            if (ended) {
                return null;
            }
            ended = true;
            return Json.line(Json.object()
                    .put("type", "end")
                    .put("done", index == request.steps())
                    .put("evaluations", 0));
        }
        index++;
        if (index < 0) {
            return Json.line(Frames.start(levels));
        }
        if (index > 0) {
            Tensor before = x;
            x = walked(before, Transition.between(levels.get(index - 1), levels.get(index)), noise);
            before.close();
        }
        float[] pixels = Scope.call(() -> Tensors.floats(x), kept -> Stream.empty());
        return Json.line(Frames.step(
                index,
                request.steps(),
                levels.get(index),
                0,
                pixels,
                null,
                request.picture().pixels()));
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
