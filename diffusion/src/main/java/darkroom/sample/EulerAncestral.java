package darkroom.sample;

import darkroom.schedule.Step;

/**
 * Euler's method in sigma / alpha down to a lower level, and fresh noise up to the wanted one, as k-diffusion's
 * {@code sample_euler_ancestral}; draws noise at every step, the last one too.
 */
public record EulerAncestral() implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        return Move.to(Ancestral.step(now.x0(), now.rederivedEpsilon(), step, 1, true, run));
    }
}
