package darkroom.objective;

import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimedLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Which noise levels training sees how often. */
@FunctionalInterface
public interface LevelDistribution {

    /** Each of the schedule's timesteps alike (Ho et al. 2020, algorithm 1). */
    LevelDistribution UNIFORM = new LevelDistribution() {
        @Override
        public TimedLevel draw(DiscreteSchedule schedule, RandomGenerator random) {
            int timestep = random.nextInt(schedule.timesteps());
            return new TimedLevel(schedule.level(timestep + 1), timestep);
        }

        @Override
        public boolean reachesTheEnd() {
            return true;
        }
    };

    /** A log-normal ratio of noise to signal (Karras et al. 2022, table 1: mean -1.2, spread 1.2). */
    static LevelDistribution logNormal(double mean, double spread) {
        return (schedule, random) -> {
            NoiseLevel level = new NoiseLevel(1, Math.exp(mean + spread * random.nextGaussian()));
            return new TimedLevel(level, schedule.timestep(level));
        };
    }

    /** A time whose logit is normal (Esser et al. 2024, eq. 19), looked up in the schedule. */
    static LevelDistribution logitNormal(double mean, double spread) {
        return (schedule, random) -> {
            double t = 1 / (1 + Math.exp(-mean - spread * random.nextGaussian()));
            return new TimedLevel(schedule.at(t), Math.max(0, t * schedule.timesteps() - 1));
        };
    }

    /**
     * The same, moved towards noise or away from it (Esser et al. 2024, eq. 23): {@code t} becomes {@code s t / (1 + (s - 1) t)}, of which
     * the level is looked up in the schedule.
     *
     * @param shift s, more than 0; above 1 there is more noise, and at 1 nothing is moved
     */
    default LevelDistribution shifted(double shift) {
        return shift == 1 ? this : new ShiftedLevels(this, shift);
    }

    /** The names in recipes, with their papers' values. */
    static Map<String, LevelDistribution> all() {
        Map<String, LevelDistribution> all = new LinkedHashMap<>();
        all.put("uniform", UNIFORM);
        all.put("log_normal", logNormal(-1.2, 1.2));
        all.put("logit_normal", logitNormal(0, 1));
        return all;
    }

    /**
     * The distribution of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static LevelDistribution named(String name) {
        LevelDistribution distribution = all().get(name);
        if (distribution == null) {
            throw new IllegalArgumentException("There is no distribution of levels '" + name + "': known are "
                    + String.join(", ", all().keySet()) + ".");
        }
        return distribution;
    }

    /** Whether the schedule's last level can be drawn. */
    default boolean reachesTheEnd() {
        return false;
    }

    /** A level drawn at random, with the timestep that it was drawn by. */
    TimedLevel draw(DiscreteSchedule schedule, RandomGenerator random);
}
