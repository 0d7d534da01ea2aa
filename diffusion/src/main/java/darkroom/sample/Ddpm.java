package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * DDPM's ancestral sampling (Ho, Jain and Abbeel 2020, algorithm 2 and eq. 7); no noise is added at the last step.
 *
 * @param variance how much noise a step adds
 */
public record Ddpm(Variance variance) implements Sampler {

    /** The two choices of section 3.2, between which the true variance lies. */
    public enum Variance {
        /** The posterior's, right for a data set of a single item. */
        POSTERIOR,
        /** Beta, right for data from N(0, I). */
        BETA
    }

    @Override
    public Tensor step(Estimate now, Step step, SamplingRun run) {
        boolean draws = step.to().sigma() > 0;
        Tensor epsilon = now.rederivedEpsilon();
        if (variance == Variance.POSTERIOR || !draws) {
            return Ancestral.step(now.x0(), epsilon, step, 1, draws, run);
        }
        double kept = step.to().sigma() * Ancestral.shrink(step);
        Tensor mean = Tensors.sum(step.to().alpha(), now.x0(), kept, epsilon);
        return Tensors.sum(1, mean, spread(step), run.freshNoise(mean));
    }

    /** What x' spreads given x where the data is N(0, I): the root of beta for variance-preserving levels. */
    private static double spread(Step step) {
        NoiseLevel from = step.from(), to = step.to();
        double ratio = from.alpha() / to.alpha() * to.amplitude() / from.amplitude();
        return to.amplitude() * Math.sqrt(Math.max(0, 1 - ratio * ratio));
    }
}
