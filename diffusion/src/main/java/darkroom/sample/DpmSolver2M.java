package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver++(2M), of second order with one evaluation a step (Lu et al. 2022, algorithm 2), and its stochastic sister
 * SDE-DPM-Solver++(2M); of first order at the first step and at the ends, pure noise and none.
 *
 * @param stochastic whether noise is added at every step
 */
public record DpmSolver2M(boolean stochastic) implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        Tensor x0 = extrapolated(now, step, run.past());
        return Move.to(
                stochastic
                        ? Exponential.stochasticStep(now.x(), x0, step.from(), step.to(), run.freshNoise(x0))
                        : Exponential.step(now.x(), x0, step.from(), step.to()));
    }

    /** The clean sample in the middle of the step, on the line through this estimate and the last one. */
    private static Tensor extrapolated(Estimate now, Step step, List<Past> past) {
        double width = Exponential.width(step.from(), step.to());
        if (past.isEmpty() || Double.isInfinite(width)) {
            return now.x0();
        }
        Estimate before = past.get(0).estimate();
        double share = width / Exponential.width(before.level(), step.from()) / 2;
        return Tensors.sum(1 + share, now.x0(), -share, before.x0());
    }
}
