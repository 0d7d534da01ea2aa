package darkroom.schedule;

import darkroom.settings.Kinds;
import darkroom.settings.Registry;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Which of a schedule's times a sampling run visits; the first three as in Lin et al. 2023, table 2, by diffusers' names.
 * Each step ends where the next begins, the last where no noise is left.
 */
@Kinds(Spacing.class)
public interface Spacing {

    /** All kinds, by the names of recipes and the command line. */
    Registry<Spacing> ALL = new Registry<Spacing>("spacing", "spacing", null)
            .with(
                    "trailing",
                    Trailing.class,
                    "Every (T / steps)-th timestep from the noisy end, which is always visited.")
            .with(
                    "leading",
                    Leading.class,
                    "Every (T / steps)-th timestep up from the clean end; the noisy end is left out.")
            .with("linspace", Linspace.class, "Both ends and evenly between, rounded to whole timesteps.")
            .with("karras", Karras.class, "Evenly in a root of sigma / alpha (Karras et al. 2022, eq. 5).")
            .with("log_snr", LogSnr.class, "Evenly in log(alpha / sigma) (Lu et al. 2022, DPM-Solver, section 3.3).");

    /** Every (T / steps)-th timestep from the noisy end, which is always visited. */
    record Trailing() implements Spacing {
        @Override
        public double timestep(DiscreteSchedule schedule, int step, int steps) {
            return Math.rint(schedule.timesteps() - step * (schedule.timesteps() / (double) steps)) - 1;
        }
    }

    /** Every (T / steps)-th timestep up from the clean end; the noisy end is not visited. */
    record Leading() implements Spacing {
        @Override
        public double timestep(DiscreteSchedule schedule, int step, int steps) {
            return (steps - 1 - step) * (schedule.timesteps() / steps);
        }
    }

    /** Both ends and evenly between, rounded to whole timesteps. */
    record Linspace() implements Spacing {
        @Override
        public double timestep(DiscreteSchedule schedule, int step, int steps) {
            return Math.rint((schedule.timesteps() - 1.0) * (steps - 1 - step) / Math.max(1, steps - 1));
        }
    }

    /** Evenly in a root of sigma / alpha (Karras et al. 2022, eq. 5). */
    record Karras(
            @Setting(value = "which root", otherwise = "7", range = "[1, 100]")
            double rho) implements Spacing {
        public Karras {
            Settings.check(Karras.class, rho);
        }

        @Override
        public double timestep(DiscreteSchedule schedule, int step, int steps) {
            return between(
                    schedule, step, steps, halfLogSnr -> Math.exp(-halfLogSnr / rho), root -> -rho * Math.log(root));
        }

        @Override
        public boolean whole() {
            return false;
        }
    }

    /** Evenly in log(alpha / sigma) (Lu et al. 2022, DPM-Solver, section 3.3). */
    record LogSnr() implements Spacing {
        @Override
        public double timestep(DiscreteSchedule schedule, int step, int steps) {
            return between(schedule, step, steps, halfLogSnr -> halfLogSnr, place -> place);
        }

        @Override
        public boolean whole() {
            return false;
        }
    }

    /** The timestep that a step starts at, as diffusers counts; fractions allowed. */
    double timestep(DiscreteSchedule schedule, int step, int steps);

    /** Whether all timesteps are whole, so that the network is told them as they are. */
    default boolean whole() {
        return true;
    }

    /**
     * The steps of a run.
     *
     * @param steps from 1 to the schedule's T
     * @throws IllegalArgumentException when the schedule cannot be walked in so many steps
     */
    default TimeGrid grid(DiscreteSchedule schedule, int steps) {
        if (steps < 1 || steps > schedule.timesteps()) {
            throw new IllegalArgumentException("The schedule " + schedule.name() + " has " + schedule.timesteps()
                    + " timesteps, so a run has 1 to " + schedule.timesteps() + " steps, not " + steps + ".");
        }
        List<Step> walk = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            double told = timestep(schedule, i, steps);
            NoiseLevel to = i == steps - 1 ? NoiseLevel.CLEAN : schedule.atTimestep(timestep(schedule, i + 1, steps));
            walk.add(new Step(schedule.atTimestep(told), to, whole() ? told : Double.NaN));
        }
        return new TimeGrid(walk);
    }

    /** The spacing of a name. */
    static Spacing named(String name) {
        return ALL.named(name);
    }

    private static double between(
            DiscreteSchedule schedule, int step, int steps, DoubleUnaryOperator measure, DoubleUnaryOperator inverse) {
        double noisy = schedule.level(schedule.timesteps()).halfLogSnr(),
                clean = schedule.level(1).halfLogSnr();
        if (Double.isInfinite(noisy)) {
            throw new IllegalArgumentException("The schedule " + schedule.name()
                    + " ends without any signal, so its log-SNR cannot be cut evenly: use trailing.");
        }
        double share = steps == 1 ? 0 : step / (steps - 1.0);
        double from = measure.applyAsDouble(noisy);
        double place = from + share * (measure.applyAsDouble(clean) - from);
        return schedule.timestep(NoiseLevel.ofHalfLogSnr(inverse.applyAsDouble(place)));
    }
}
