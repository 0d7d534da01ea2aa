package darkroom.objective;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimedLevel;
import java.util.function.ToDoubleFunction;

/** What a network is fed and told of a noisy sample. */
public interface Input {

    /** The sample as it is, and its timestep in the schedule. */
    Input TIMESTEP = of(level -> 1, TimedLevel::timestep);

    /**
     * The sample scaled to unit variance, and {@code ln(sigma / alpha) / 4} (Karras et al. 2022, table 1).
     *
     * @param sigmaData the data's standard deviation, positive
     */
    static Input edm(double sigmaData) {
        return of(
                level -> 1 / Math.hypot(level.sigma(), sigmaData * level.alpha()),
                at -> -at.level().halfLogSnr() / 4);
    }

    /**
     * An input of two functions.
     *
     * @param scale what a sample is multiplied by
     * @param told the number that stands for the level
     */
    static Input of(ToDoubleFunction<NoiseLevel> scale, ToDoubleFunction<TimedLevel> told) {
        return new Input() {
            @Override
            public double scale(NoiseLevel level) {
                return scale.applyAsDouble(level);
            }

            @Override
            public double told(TimedLevel at) {
                return told.applyAsDouble(at);
            }
        };
    }

    /** What a sample is multiplied by. */
    double scale(NoiseLevel level);

    /** The number that stands for the level. */
    double told(TimedLevel at);
}
