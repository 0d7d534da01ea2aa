package darkroom.schedule;

import darkroom.settings.Kinds;

/** A noise schedule before it is cut into timesteps. */
@Kinds(Schedules.class)
public interface ScheduleFamily {

    /**
     * The schedule cut into T timesteps.
     *
     * @throws IllegalArgumentException when T is not possible
     */
    DiscreteSchedule discrete(int timesteps);

    /** The schedule in continuous time; those defined by betas in the limit of many timesteps. */
    NoiseSchedule continuous();

    /** Its name in recipes and configurations. */
    default String name() {
        return Schedules.ALL.name(this);
    }
}
