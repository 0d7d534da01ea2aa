package darkroom.schedule;

import darkroom.settings.Registry;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.util.List;
import java.util.stream.IntStream;

/** The schedules of the field, by name, discrete for any number of timesteps and continuous. */
public final class Schedules {

    /** The largest beta of schedules that are defined by betas. */
    public static final double LARGEST_BETA = 0.999;

    /** All of them, by the names of recipes and the command line. */
    public static final Registry<ScheduleFamily> ALL = new Registry<ScheduleFamily>("schedule", "schedule", null)
            .with(
                    "linear",
                    Linear.class,
                    "Betas along a straight line (Ho et al. 2020, section 4), given for T = 1000.")
            .with(
                    "scaled_linear",
                    "scaled linear",
                    ScaledLinear.class,
                    "Roots of betas along a straight line (Rombach et al. 2022), given for T = 1000.")
            .with("sigmoid", Sigmoid.class, "Betas along a sigmoid (Xu et al. 2022, GeoDiff), given for T = 1000.")
            .with(
                    "squaredcos_cap_v2",
                    "cosine",
                    CappedCosine.class,
                    "alpha_bar along a squared cosine, betas held below 0.999 (Nichol and Dhariwal 2021, eq. 17).")
            .with(
                    "cosine",
                    "cosine, not held",
                    Cosine.class,
                    "The same without the bound on beta: it ends in pure noise.")
            .with("exponential", "exp(−t/T)", Exponential.class, "A constant rate of noise, as tutorials have it.")
            .with(
                    "straight",
                    Straight.class,
                    "A straight line from picture to noise: rectified flow (Liu et al. 2022).")
            .with(
                    "karras",
                    "Karras",
                    Karras.class,
                    "Sigmas evenly in a root, alpha 1 (Karras et al. 2022, eq. 5); it has no clean end.");

    static final String START = "the first beta";
    static final String END = "the last beta";
    static final String BETA = "(0, 1)";

    private static final double SIGMOID_REACH = 6;

    private Schedules() {}

    /** The names of all schedules. */
    public static List<String> names() {
        return ALL.names();
    }

    /**
     * A schedule with its usual options, cut into T timesteps.
     *
     * @throws IllegalArgumentException when there is none of this name, or T is not possible
     */
    public static DiscreteSchedule discrete(String name, int timesteps) {
        return ALL.named(name).discrete(timesteps);
    }

    /** A schedule with its usual options in continuous time. */
    public static NoiseSchedule continuous(String name) {
        return ALL.named(name).continuous();
    }

    /** A schedule of given betas from one value to another, straight, whatever T is. */
    public static DiscreteSchedule linear(int timesteps, double from, double to) {
        return DiscreteSchedule.ofBetas(
                "linear",
                IntStream.range(0, timesteps)
                        .mapToDouble(i -> from + (timesteps == 1 ? 1 : i / (timesteps - 1.0)) * (to - from))
                        .map(beta -> Math.min(LARGEST_BETA, beta))
                        .toArray());
    }

    record Linear(
            @Setting(value = START, otherwise = "0.0001", range = BETA)
            double betaStart,

            @Setting(value = END, otherwise = "0.02", range = BETA)
            double betaEnd)
            implements Betas {
        @Override
        public double beta(double t) {
            return betaStart + t * (betaEnd - betaStart);
        }

        @Override
        public double integral(double t) {
            return betaStart * t + (betaEnd - betaStart) * t * t / 2;
        }
    }

    record ScaledLinear(
            @Setting(value = START, otherwise = "0.00085", range = BETA)
            double betaStart,

            @Setting(value = END, otherwise = "0.012", range = BETA)
            double betaEnd)
            implements Betas {
        @Override
        public double beta(double t) {
            double root = Math.sqrt(betaStart) + t * (Math.sqrt(betaEnd) - Math.sqrt(betaStart));
            return root * root;
        }

        /** Of the square of a + t d: a^2 t + a d t^2 + d^2 t^3 / 3. */
        @Override
        public double integral(double t) {
            double root = Math.sqrt(betaStart), rise = Math.sqrt(betaEnd) - root;
            return t * (betaStart + t * (root * rise + t * rise * rise / 3));
        }
    }

    record Sigmoid(
            @Setting(value = START, otherwise = "0.0001", range = BETA)
            double betaStart,

            @Setting(value = END, otherwise = "0.02", range = BETA)
            double betaEnd)
            implements Betas {
        @Override
        public double beta(double t) {
            return betaStart + (betaEnd - betaStart) / (1 + Math.exp(SIGMOID_REACH - 2 * SIGMOID_REACH * t));
        }

        @Override
        public double integral(double t) {
            double softplus =
                    Math.log1p(Math.exp(2 * SIGMOID_REACH * t - SIGMOID_REACH)) - Math.log1p(Math.exp(-SIGMOID_REACH));
            return betaStart * t + (betaEnd - betaStart) * softplus / (2 * SIGMOID_REACH);
        }
    }

    record Cosine() implements AlphaBars {
        private static final double OFFSET = 0.008;

        @Override
        public double alphaBar(double t) {
            double root = Math.cos((t + OFFSET) / (1 + OFFSET) * Math.PI / 2);
            double start = Math.cos(OFFSET / (1 + OFFSET) * Math.PI / 2);
            return t >= 1 ? 0 : root * root / (start * start);
        }
    }

    record CappedCosine() implements ScheduleFamily {
        @Override
        public DiscreteSchedule discrete(int timesteps) {
            DiscreteSchedule.requireTimesteps(timesteps);
            Cosine cosine = new Cosine();
            return DiscreteSchedule.ofBetas(
                    name(),
                    IntStream.range(0, timesteps)
                            .mapToDouble(i -> 1
                                    - cosine.alphaBar((i + 1.0) / timesteps) / cosine.alphaBar((double) i / timesteps))
                            .map(beta -> Math.min(LARGEST_BETA, beta))
                            .toArray());
        }

        @Override
        public NoiseSchedule continuous() {
            return new Cosine().continuous();
        }
    }

    record Exponential() implements AlphaBars {
        @Override
        public double alphaBar(double t) {
            return Math.exp(-t);
        }
    }

    record Straight() implements ScheduleFamily {
        @Override
        public DiscreteSchedule discrete(int timesteps) {
            return DiscreteSchedule.of(name(), timesteps, k -> continuous().at((double) k / timesteps));
        }

        @Override
        public NoiseSchedule continuous() {
            return t -> new NoiseLevel(1 - t, t);
        }
    }

    record Karras(
            @Setting(value = "the smallest sigma", otherwise = "0.002", range = "(0, inf)")
            double sigmaMin,

            @Setting(value = "the largest", otherwise = "80", range = "(0, inf)")
            double sigmaMax,

            @Setting(value = "which root", otherwise = "7", range = "[1, 100]")
            double rho)
            implements ScheduleFamily {
        public Karras {
            Settings.require(
                    sigmaMin < sigmaMax, "sigma_max", "sigma_max must be more than sigma_min, " + sigmaMin + ".");
        }

        @Override
        public DiscreteSchedule discrete(int timesteps) {
            return DiscreteSchedule.of(
                    name(), timesteps, k -> continuous().at(timesteps == 1 ? 1 : (k - 1.0) / (timesteps - 1)));
        }

        @Override
        public NoiseSchedule continuous() {
            double least = Math.pow(sigmaMin, 1 / rho), most = Math.pow(sigmaMax, 1 / rho);
            return t -> new NoiseLevel(1, Math.pow(least + t * (most - least), rho));
        }
    }
}
