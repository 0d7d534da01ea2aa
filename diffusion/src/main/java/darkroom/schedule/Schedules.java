package darkroom.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/**
 * The schedules of the field, by name, discrete for any number of timesteps and continuous.
 *
 * <p>DDPM's betas were made for 1000 timesteps; for another T they are scaled by 1000 / T and held at 0.999 at most, so
 * that the schedule ends where it did.
 */
public final class Schedules {

    /** The largest beta of schedules that are defined by betas. */
    public static final double LARGEST_BETA = 0.999;

    private static final double REFERENCE_TIMESTEPS = 1000;
    private static final double COSINE_OFFSET = 0.008;
    private static final double SIGMOID_REACH = 6;

    private interface Family {

        DiscreteSchedule discrete(String name, int timesteps);

        NoiseSchedule continuous();
    }

    private static final Map<String, Family> FAMILIES = new LinkedHashMap<>();

    static {
        // Ho et al. 2020, section 4.
        FAMILIES.put(
                "linear",
                betas(
                        1e-4,
                        0.02,
                        (from, to, t) -> from + t * (to - from),
                        (from, to, t) -> from * t + (to - from) * t * t / 2));
        // Rombach et al. 2022: linear in the root of beta.
        FAMILIES.put("scaled_linear", betas(0.00085, 0.012, Schedules::scaledLinear, Schedules::scaledLinearIntegral));
        // Xu et al. 2022 (GeoDiff): betas along a sigmoid.
        FAMILIES.put("sigmoid", betas(1e-4, 0.02, Schedules::sigmoid, Schedules::sigmoidIntegral));
        // Nichol and Dhariwal 2021, eq. 17, with their clip of beta.
        FAMILIES.put(
                "squaredcos_cap_v2",
                family(
                        (name, timesteps) -> {
                            double[] betas = new double[timesteps];
                            for (int i = 0; i < timesteps; i++) {
                                betas[i] = Math.min(
                                        LARGEST_BETA,
                                        1 - cosine((i + 1.0) / timesteps) / cosine((double) i / timesteps));
                            }
                            return DiscreteSchedule.ofBetas(name, betas);
                        },
                        Schedules::cosine));
        // The same without the clip.
        FAMILIES.put("cosine", preserving(Schedules::cosine));
        // Constant rate of noise, as tutorials have it.
        FAMILIES.put("exponential", preserving(t -> Math.exp(-t)));
        // Rectified flow (Liu et al. 2022): a straight line from picture to noise.
        FAMILIES.put("straight", levels(t -> new NoiseLevel(1 - t, t), k -> k));
        // Karras et al. 2022, eq. 5, from 0.002 to 80 with rho = 7; it has no clean end.
        FAMILIES.put("karras", levels(Schedules::karras, k -> k - 1));
    }

    private Schedules() {}

    /** The names of all schedules. */
    public static List<String> names() {
        return List.copyOf(FAMILIES.keySet());
    }

    /**
     * A schedule cut into T timesteps.
     *
     * @throws IllegalArgumentException when there is none of this name, or T is not possible
     */
    public static DiscreteSchedule discrete(String name, int timesteps) {
        if (timesteps < 1 || timesteps > 1_000_000) {
            throw new IllegalArgumentException("A schedule has 1 to 1,000,000 timesteps, not " + timesteps + ".");
        }
        return named(name).discrete(name, timesteps);
    }

    /** A schedule in continuous time; those defined by betas in the limit of many timesteps. */
    public static NoiseSchedule continuous(String name) {
        return named(name).continuous();
    }

    /** A schedule of given betas from one value to another, straight, as DDPM has it. */
    public static DiscreteSchedule linear(int timesteps, double from, double to) {
        return discreteBetas("linear", timesteps, t -> from + t * (to - from));
    }

    private static Family named(String name) {
        Family family = FAMILIES.get(name);
        if (family == null) {
            throw new IllegalArgumentException(
                    "There is no schedule '" + name + "': known are " + String.join(", ", names()) + ".");
        }
        return family;
    }

    private interface BetaCurve {
        double at(double from, double to, double t);
    }

    private interface Cut {
        DiscreteSchedule into(String name, int timesteps);
    }

    private static Family family(Cut cut, DoubleUnaryOperator alphaBar) {
        return new Family() {
            @Override
            public DiscreteSchedule discrete(String name, int timesteps) {
                return cut.into(name, timesteps);
            }

            @Override
            public NoiseSchedule continuous() {
                return t -> NoiseLevel.ofAlphaBar(Math.max(0, alphaBar.applyAsDouble(t)));
            }
        };
    }

    private static Family betas(double from, double to, BetaCurve curve, BetaCurve integral) {
        return family(
                (name, timesteps) ->
                        discreteBetas(name, timesteps, t -> curve.at(from, to, t) * REFERENCE_TIMESTEPS / timesteps),
                t -> Math.exp(-REFERENCE_TIMESTEPS * integral.at(from, to, t)));
    }

    private static DiscreteSchedule discreteBetas(String name, int timesteps, DoubleUnaryOperator beta) {
        double[] betas = new double[timesteps];
        for (int i = 0; i < timesteps; i++) {
            betas[i] = Math.min(LARGEST_BETA, beta.applyAsDouble(timesteps == 1 ? 1 : i / (timesteps - 1.0)));
        }
        return DiscreteSchedule.ofBetas(name, betas);
    }

    private static Family preserving(DoubleUnaryOperator alphaBar) {
        return family(
                (name, timesteps) -> DiscreteSchedule.of(
                        name,
                        timesteps,
                        k -> NoiseLevel.ofAlphaBar(Math.max(0, alphaBar.applyAsDouble((double) k / timesteps)))),
                alphaBar);
    }

    private static Family levels(NoiseSchedule schedule, IntFunction<Integer> numerator) {
        return new Family() {
            @Override
            public DiscreteSchedule discrete(String name, int timesteps) {
                int last = numerator.apply(timesteps);
                return DiscreteSchedule.of(
                        name, timesteps, k -> schedule.at(last == 0 ? 1 : (double) numerator.apply(k) / last));
            }

            @Override
            public NoiseSchedule continuous() {
                return schedule;
            }
        };
    }

    private static double cosine(double t) {
        double root = Math.cos((t + COSINE_OFFSET) / (1 + COSINE_OFFSET) * Math.PI / 2);
        double start = Math.cos(COSINE_OFFSET / (1 + COSINE_OFFSET) * Math.PI / 2);
        return t >= 1 ? 0 : root * root / (start * start);
    }

    private static double scaledLinear(double from, double to, double t) {
        double root = Math.sqrt(from) + t * (Math.sqrt(to) - Math.sqrt(from));
        return root * root;
    }

    private static double scaledLinearIntegral(double from, double to, double t) {
        double rise = Math.sqrt(to) - Math.sqrt(from);
        return (Math.pow(Math.sqrt(from) + t * rise, 3) - Math.pow(from, 1.5)) / (3 * rise);
    }

    private static double sigmoid(double from, double to, double t) {
        return from + (to - from) / (1 + Math.exp(SIGMOID_REACH - 2 * SIGMOID_REACH * t));
    }

    private static double sigmoidIntegral(double from, double to, double t) {
        double softplus =
                Math.log1p(Math.exp(2 * SIGMOID_REACH * t - SIGMOID_REACH)) - Math.log1p(Math.exp(-SIGMOID_REACH));
        return from * t + (to - from) * softplus / (2 * SIGMOID_REACH);
    }

    private static NoiseLevel karras(double t) {
        double rho = 7, least = Math.pow(0.002, 1 / rho), most = Math.pow(80, 1 / rho);
        return new NoiseLevel(1, Math.pow(least + t * (most - least), rho));
    }
}
