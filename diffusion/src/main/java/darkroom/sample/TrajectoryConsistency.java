package darkroom.sample;

import darkroom.objective.Objective;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.Transition;
import darkroom.torch.Tensors;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * Strategic stochastic sampling of trajectory consistency models (Zheng et al. 2024, algorithm 4): down below the next level
 * without noise, and up to it with fresh noise, but none at the last.
 *
 * @param below how far down a step goes first
 */
public record TrajectoryConsistency(Function<Step, NoiseLevel> below) implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        NoiseLevel down = below.apply(step);
        Tensor x = Objective.noisy(now.x0(), now.epsilon(), down);
        if (down.equals(step.to())) {
            return Move.to(x);
        }
        Transition up = Transition.between(down, step.to());
        return Move.to(Tensors.sum(up.kept(), x, up.fresh(), run.freshNoise(x)));
    }
}
