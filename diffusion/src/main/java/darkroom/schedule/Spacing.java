package darkroom.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which of a schedule's times a sampling run visits; the first three as in Lin et al. 2023, table 2, by diffusers' names.
 * Each step ends where the next begins, the last where no noise is left.
 */
public enum Spacing {
    /** Every (T / steps)-th timestep from the noisy end, which is always visited. */
    TRAILING(true) {
        @Override
        double timestep(DiscreteSchedule schedule, int step, int steps) {
            return Math.rint(schedule.timesteps() - step * (schedule.timesteps() / (double) steps)) - 1;
        }
    },
    /** Every (T / steps)-th timestep up from the clean end; the noisy end is not visited. */
    LEADING(true) {
        @Override
        double timestep(DiscreteSchedule schedule, int step, int steps) {
            return (steps - 1 - step) * (schedule.timesteps() / steps);
        }
    },
    /** Both ends and evenly between, rounded to whole timesteps. */
    LINSPACE(true) {
        @Override
        double timestep(DiscreteSchedule schedule, int step, int steps) {
            return Math.rint((schedule.timesteps() - 1.0) * (steps - 1 - step) / Math.max(1, steps - 1));
        }
    },
    /** Evenly in the seventh root of sigma / alpha (Karras et al. 2022, eq. 5). */
    KARRAS(false) {
        @Override
        double timestep(DiscreteSchedule schedule, int step, int steps) {
            return between(
                    schedule, step, steps, halfLogSnr -> Math.exp(-halfLogSnr / RHO), root -> -RHO * Math.log(root));
        }
    },
    /** Evenly in log(alpha / sigma) (Lu et al. 2022, DPM-Solver, section 3.3). */
    LOG_SNR(false) {
        @Override
        double timestep(DiscreteSchedule schedule, int step, int steps) {
            return between(schedule, step, steps, halfLogSnr -> halfLogSnr, place -> place);
        }
    };

    private static final double RHO = 7;

    private final boolean whole;

    Spacing(boolean whole) {
        this.whole = whole;
    }

    abstract double timestep(DiscreteSchedule schedule, int step, int steps);

    /**
     * The steps of a run.
     *
     * @param steps from 1 to the schedule's T
     * @throws IllegalArgumentException when the schedule cannot be walked in so many steps
     */
    public TimeGrid grid(DiscreteSchedule schedule, int steps) {
        if (steps < 1 || steps > schedule.timesteps()) {
            throw new IllegalArgumentException("The schedule " + schedule.name() + " has " + schedule.timesteps()
                    + " timesteps, so a run has 1 to " + schedule.timesteps() + " steps, not " + steps + ".");
        }
        List<Step> walk = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            double told = timestep(schedule, i, steps);
            NoiseLevel to = i == steps - 1 ? NoiseLevel.CLEAN : schedule.atTimestep(timestep(schedule, i + 1, steps));
            walk.add(new Step(schedule.atTimestep(told), to, whole ? told : Double.NaN));
        }
        return new TimeGrid(walk);
    }

    /** The name in recipes and on the command line. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all spacings. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Spacing::title).toList();
    }

    /** The spacing of a name. */
    public static Spacing named(String title) {
        return Arrays.stream(values())
                .filter(spacing -> spacing.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no spacing '" + title + "': known are " + String.join(", ", names()) + "."));
    }

    private interface Measure {
        double of(double value);
    }

    private static double between(DiscreteSchedule schedule, int step, int steps, Measure measure, Measure inverse) {
        double noisy = schedule.level(schedule.timesteps()).halfLogSnr(),
                clean = schedule.level(1).halfLogSnr();
        if (Double.isInfinite(noisy)) {
            throw new IllegalArgumentException("The schedule " + schedule.name()
                    + " ends without any signal, so its log-SNR cannot be cut evenly: use trailing.");
        }
        double share = steps == 1 ? 0 : step / (steps - 1.0);
        double place = measure.of(noisy) + share * (measure.of(clean) - measure.of(noisy));
        return schedule.timestep(NoiseLevel.ofHalfLogSnr(inverse.of(place)));
    }
}
