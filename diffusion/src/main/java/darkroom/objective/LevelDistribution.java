package darkroom.objective;

import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Which noise levels training sees how often. */
@FunctionalInterface
public interface LevelDistribution {

    /** Each of the schedule's timesteps alike (Ho et al. 2020, algorithm 1). */
    LevelDistribution UNIFORM = (schedule, random) -> schedule.level(1 + random.nextInt(schedule.timesteps()));

    /** A log-normal ratio of noise to signal (Karras et al. 2022, table 1: mean -1.2, spread 1.2). */
    static LevelDistribution logNormal(double mean, double spread) {
        return (schedule, random) -> new NoiseLevel(1, Math.exp(mean + spread * random.nextGaussian()));
    }

    /** A time whose logit is normal (Esser et al. 2024, eq. 19), looked up in the schedule. */
    static LevelDistribution logitNormal(double mean, double spread) {
        return (schedule, random) -> schedule.at(1 / (1 + Math.exp(-mean - spread * random.nextGaussian())));
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

    /** A level drawn at random. */
    NoiseLevel draw(DiscreteSchedule schedule, RandomGenerator random);
}
