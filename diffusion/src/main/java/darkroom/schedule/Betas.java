package darkroom.schedule;

import java.util.stream.IntStream;

/**
 * A variance-preserving schedule defined by its betas for 1000 timesteps. For another T they are scaled by 1000 / T and
 * held at 0.999 at most, so that the schedule ends where it did.
 */
interface Betas extends ScheduleFamily {

    /** The T that betas are published for. */
    double REFERENCE_TIMESTEPS = 1000;

    /** Beta at a time in [0, 1]. */
    double beta(double t);

    /** The integral of beta from 0 to a time. */
    double integral(double t);

    @Override
    default DiscreteSchedule discrete(int timesteps) {
        DiscreteSchedule.requireTimesteps(timesteps);
        return DiscreteSchedule.ofBetas(
                name(),
                IntStream.range(0, timesteps)
                        .mapToDouble(
                                i -> beta(timesteps == 1 ? 1 : i / (timesteps - 1.0)) * REFERENCE_TIMESTEPS / timesteps)
                        .map(beta -> Math.min(Schedules.LARGEST_BETA, beta))
                        .toArray());
    }

    @Override
    default NoiseSchedule continuous() {
        return t -> NoiseLevel.ofAlphaBar(Math.max(0, Math.exp(-REFERENCE_TIMESTEPS * integral(t))));
    }
}
