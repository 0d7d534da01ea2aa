package darkroom.sample;

import darkroom.schedule.Step;

/**
 * Euler's method in sigma / alpha (Karras et al. 2022, algorithm 1 without its correction), along the noise that is left
 * beside the clipped estimate.
 */
public record Euler() implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        return Move.to(Ancestral.step(now.x0(), now.rederivedEpsilon(), step, 0, false, run));
    }
}
