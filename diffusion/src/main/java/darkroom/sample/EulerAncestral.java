package darkroom.sample;

import darkroom.schedule.Step;
import org.bytedeco.pytorch.Tensor;

/**
 * Euler's method in sigma / alpha down to a lower level, and fresh noise up to the wanted one, as k-diffusion's
 * {@code sample_euler_ancestral}; draws noise at every step, the last one too.
 */
public record EulerAncestral() implements Sampler {

    @Override
    public Tensor step(Estimate now, Step step, SamplingRun run) {
        return Ancestral.step(now.x0(), now.rederivedEpsilon(), step, 1, true, run);
    }
}
