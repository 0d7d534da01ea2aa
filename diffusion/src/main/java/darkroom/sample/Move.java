package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimedLevel;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * What a sampler makes of an estimate: the sample at the step's end, or another sample to look at first.
 *
 * <p>A step that needs a second evaluation does not call the denoiser. It says what it wants to look at, and how it goes on
 * from what it will see. So a run can stop there until other runs have something to look at too, and all share one
 * evaluation. Nothing waits meanwhile but plain data: one thread serves any number of runs, and to cancel a run is to close
 * it. The other way, a thread for each run that waits inside its sampler, needs as many native scopes, gradient modes and
 * OpenMP teams as there are readers, and interrupts to cancel. The price is paid by the few samplers that look more than
 * once; they still read in the order in which things happen.
 */
public sealed interface Move {

    /** The step has arrived: the sample at its end [B, ...]. */
    static Move to(Tensor x) {
        return new Arrived(x);
    }

    /**
     * The step looks once more.
     *
     * @param x what to look at [B, ...]
     * @param level its noise level, from which the timestep follows
     * @param then how the step goes on
     */
    static Move look(Tensor x, NoiseLevel level, Function<Estimate, Move> then) {
        return new Look(x, level, Double.NaN, then);
    }

    /** The same, and the network is told a given timestep; of {@code NaN} the one that follows from the level. */
    static Move look(Tensor x, TimedLevel at, Function<Estimate, Move> then) {
        return new Look(x, at.level(), at.timestep(), then);
    }

    /** The sample at the step's end. */
    record Arrived(Tensor x) implements Move {}

    /**
     * One more look.
     *
     * @param x what to look at
     * @param level its noise level
     * @param timestep what the network is told; {@code NaN} where it follows from the level
     * @param then how the step goes on
     */
    record Look(Tensor x, NoiseLevel level, double timestep, Function<Estimate, Move> then) implements Move {}
}
