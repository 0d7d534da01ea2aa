package darkroom.schedule;

/** Which noise level belongs to which time: {@code t = 0} is the clean end, {@code t = 1} the noisy end. */
@FunctionalInterface
public interface NoiseSchedule {

    /**
     * The level at a time.
     *
     * @param t in [0, 1]; the signal-to-noise ratio never rises with it
     */
    NoiseLevel at(double t);
}
