package darkroom.sample;

import darkroom.schedule.Step;
import darkroom.settings.Kinds;
import java.util.List;

/**
 * How to get from one noise level to the next, given what the denoiser says.
 *
 * <p>Samplers hold their settings and nothing else: what a method must remember lies in the run.
 */
@Kinds(Samplers.class)
public interface Sampler {

    /**
     * Moves a sample from {@code step.from()} to {@code step.to()}.
     *
     * @param now what is known at {@code step.from()}
     * @param step the step to make
     * @param run the run that the step belongs to: past estimates, fresh noise
     * @return the sample at {@code step.to()}, or what to look at on the way there
     */
    Move step(Estimate now, Step step, SamplingRun run);

    /** Whether it adds noise of a variance that the network must have learned. */
    default boolean needsVariance() {
        return false;
    }

    /**
     * The last steps of a grid, as a run makes them that begins so much nearer to the clean end.
     *
     * @param steps of the whole grid
     * @param count 1 to as many as there are
     */
    default List<Step> last(List<Step> steps, int count) {
        return steps.subList(steps.size() - count, steps.size());
    }
}
