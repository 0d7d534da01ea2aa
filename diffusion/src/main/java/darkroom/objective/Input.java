package darkroom.objective;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimedLevel;

/** What a network is fed and told of a noisy sample. */
public interface Input {

    /** The sample as it is, and its timestep in the schedule. */
    Input TIMESTEP = new Input() {
        @Override
        public double scale(NoiseLevel level) {
            return 1;
        }

        @Override
        public double told(TimedLevel at) {
            return at.timestep();
        }
    };

    /**
     * The sample scaled to unit variance, and {@code ln(sigma / alpha) / 4} (Karras et al. 2022, table 1).
     *
     * @param sigmaData the data's standard deviation, positive
     */
    static Input edm(double sigmaData) {
        return new Input() {
            @Override
            public double scale(NoiseLevel level) {
                return 1 / Math.hypot(level.sigma(), sigmaData * level.alpha());
            }

            @Override
            public double told(TimedLevel at) {
                return -at.level().halfLogSnr() / 4;
            }
        };
    }

    /** What a sample is multiplied by. */
    double scale(NoiseLevel level);

    /** The number that stands for the level. */
    double told(TimedLevel at);
}
