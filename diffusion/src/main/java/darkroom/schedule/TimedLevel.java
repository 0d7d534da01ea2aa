package darkroom.schedule;

/**
 * A noise level of a schedule with its timestep.
 *
 * @param level the level
 * @param timestep where the schedule has it, as diffusers counts: 0 to T - 1, fractions allowed
 */
public record TimedLevel(NoiseLevel level, double timestep) {}
