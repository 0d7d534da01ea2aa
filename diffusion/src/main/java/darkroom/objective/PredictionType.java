package darkroom.objective;

import darkroom.schedule.NoiseLevel;

/**
 * What a network's output means: a mix {@code a * x0 + b * noise} whose two weights depend on the level alone.
 *
 * <p>Together with {@code x = alpha * x0 + sigma * noise} that is two equations, so one output determines x0 and the
 * noise wherever the two are independent.
 */
public interface PredictionType {

    /**
     * The weights of an output.
     *
     * @param ofX0 the weight of the clean sample
     * @param ofNoise the weight of the noise
     */
    record Mix(double ofX0, double ofNoise) {}

    /** The weights at a level. */
    Mix mix(NoiseLevel level);

    /** The name by which recipes and configurations call this type. */
    String name();
}
