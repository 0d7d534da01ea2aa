package darkroom.diffusers.scheduler;

import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.objective.Objective;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.Noise;
import darkroom.sample.Sampler;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * How a scheduler of diffusers samples, in terms of the library's own loop.
 *
 * @param objective what the network was trained for: its prediction type, what it is fed and told
 * @param grid the steps
 * @param start what the noise at the start is multiplied by
 * @param sampler how a step is made
 * @param clipping what is done to estimates of the clean sample
 */
public record Plan(Objective objective, TimeGrid grid, double start, Sampler sampler, Clipping clipping) {

    /** Sampling as planned. */
    public Sampling sampling(Denoiser denoiser, Condition condition, Guidance guidance) {
        return new Sampling(denoiser, sampler, grid, condition, guidance, clipping);
    }

    /**
     * A run from noise, the stream's first numbers.
     *
     * @param noise the run's, which closes it
     * @param shape [B, ...]
     */
    public SamplingRun run(Sampling sampling, Noise noise, long... shape) {
        Tensor x = Scope.keep(() -> Tensors.scaled(start, noise.next(shape)));
        try (x) {
            return SamplingRun.from(sampling, noise, x);
        }
    }
}
