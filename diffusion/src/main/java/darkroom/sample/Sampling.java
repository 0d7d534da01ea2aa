package darkroom.sample;

import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.schedule.TimeGrid;

/**
 * All settings of a sampling run but its noise: immutable, and free to be shared between threads.
 *
 * @param denoiser what looks at the noisy samples
 * @param sampler how a step is made
 * @param grid the steps to make
 * @param condition what is asked for
 * @param guidance how strongly
 * @param clipping what is done to estimates of the clean sample
 */
public record Sampling(
        Denoiser denoiser, Sampler sampler, TimeGrid grid, Condition condition, Guidance guidance, Clipping clipping) {

    /** Sampling without condition, guidance and clipping. */
    public Sampling(Denoiser denoiser, Sampler sampler, TimeGrid grid) {
        this(denoiser, sampler, grid, Condition.NONE, Guidance.NONE, Clipping.NONE);
    }

    /** A run from pure noise: the noise's first numbers, scaled to the power of the grid's first level. */
    public SamplingRun start(Noise noise, long... shape) {
        return SamplingRun.fromNoise(this, noise, shape);
    }
}
