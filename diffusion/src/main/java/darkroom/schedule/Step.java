package darkroom.schedule;

/**
 * One step of sampling: from a level to another, and the timestep that the network is told.
 *
 * @param from the level at which the denoiser is evaluated
 * @param to the level that the sampler moves to
 * @param timestep what the network is told; {@code NaN} where it follows from {@code from}
 */
public record Step(NoiseLevel from, NoiseLevel to, double timestep) {

    /** A step whose timestep follows from its level. */
    public Step(NoiseLevel from, NoiseLevel to) {
        this(from, to, Double.NaN);
    }

    /** Whether the timestep is given rather than derived from the level. */
    public boolean namesTimestep() {
        return !Double.isNaN(timestep);
    }
}
