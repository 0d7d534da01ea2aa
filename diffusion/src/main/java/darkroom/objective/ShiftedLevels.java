package darkroom.objective;

import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.TimedLevel;
import java.util.random.RandomGenerator;

/** Levels of a distribution, moved along the schedule; see {@link LevelDistribution#shifted}. */
record ShiftedLevels(LevelDistribution levels, double shift) implements LevelDistribution {

    ShiftedLevels {
        if (!(shift > 0) || Double.isInfinite(shift)) {
            throw new IllegalArgumentException("Levels are shifted by a positive number, not by " + shift + ".");
        }
    }

    @Override
    public TimedLevel draw(DiscreteSchedule schedule, RandomGenerator random) {
        double t = (levels.draw(schedule, random).timestep() + 1) / schedule.timesteps();
        double moved = shift * t / (1 + (shift - 1) * t);
        return new TimedLevel(schedule.at(moved), moved * schedule.timesteps() - 1);
    }

    @Override
    public boolean reachesTheEnd() {
        return levels.reachesTheEnd();
    }
}
