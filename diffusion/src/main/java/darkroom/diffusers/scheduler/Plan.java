package darkroom.diffusers.scheduler;

import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.objective.Objective;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.Sampler;
import darkroom.sample.Sampling;
import darkroom.schedule.TimeGrid;

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

    /** Sampling as planned, of a denoiser that was made for the plan's objective. */
    public Sampling sampling(Denoiser denoiser, Condition condition, Guidance guidance) {
        return new Sampling(denoiser, sampler, grid, condition, guidance, clipping, start);
    }

    /**
     * The last steps alone, which begin nearer to the clean end.
     *
     * @param steps 1 to as many as there are
     */
    public Plan last(int steps) {
        return new Plan(objective, new TimeGrid(sampler.last(grid.steps(), steps)), start, sampler, clipping);
    }
}
