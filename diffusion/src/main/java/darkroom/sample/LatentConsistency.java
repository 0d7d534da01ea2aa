package darkroom.sample;

import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The sampler of latent consistency models (Luo et al. 2023, eq. 9 and algorithm 3): x0 mixed with a little of the sample,
 * and fresh noise for the next look, but none at the last.
 *
 * @param scaling what timesteps, which steps must name, are multiplied by in the mix
 */
public record LatentConsistency(double scaling) implements Sampler {

    private static final double SIGMA_DATA = 0.5;

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        double time = step.timestep() * scaling, norm = Math.hypot(time, SIGMA_DATA);
        double skip = SIGMA_DATA * SIGMA_DATA / (norm * norm);
        Tensor clean = Tensors.sum(time / norm, now.x0(), skip, now.x());
        return Move.to(
                run.index() == run.grid().size() - 1
                        ? clean
                        : Tensors.sum(step.to().alpha(), clean, step.to().sigma(), run.freshNoise(clean)));
    }
}
