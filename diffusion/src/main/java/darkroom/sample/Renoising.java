package darkroom.sample;

import darkroom.schedule.Step;
import darkroom.torch.Tensors;

/**
 * Consistency sampling (Song et al. 2023, algorithm 1): the clean sample at once, and fresh noise for the next look;
 * {@code x' = alpha' x0 + sqrt(sigma'^2 - least^2) z}.
 *
 * @param least the sigma of what counts as clean
 * @param strength what the noise is multiplied by
 * @param draws whether noise is drawn
 */
public record Renoising(double least, double strength, boolean draws) implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        double sigma = step.to().sigma(), fresh = Math.sqrt(Math.max(0, sigma * sigma - least * least));
        double alpha = step.to().alpha();
        return Move.to(
                draws
                        ? Tensors.sum(alpha, now.x0(), strength * fresh, run.freshNoise(now.x0()))
                        : Tensors.scaled(alpha, now.x0()));
    }
}
