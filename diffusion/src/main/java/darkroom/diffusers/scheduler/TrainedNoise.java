package darkroom.diffusers.scheduler;

import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import java.util.function.DoubleUnaryOperator;

/**
 * The levels that a network was trained at, in float32 and in the reference's order of operations, since timesteps are found
 * from these numbers by rounding.
 *
 * @param alphaBars the share of signal power at timesteps 0 to T - 1
 */
record TrainedNoise(float[] alphaBars) {

    private static final double LARGEST_BETA = 0.999;
    private static final int LONGEST = 1_000_000;

    /**
     * The levels of a configuration.
     *
     * @param kept what is left of the signal at the end of a schedule that is stretched to zero: 0, or a little
     */
    static TrainedNoise of(Options options, double kept) {
        float[] betas = betas(options);
        boolean stretched = options.flag("rescale_betas_zero_snr");
        if (stretched) {
            stretch(betas);
        }
        float[] alphaBars = products(betas);
        if (stretched && kept > 0) {
            alphaBars[alphaBars.length - 1] = (float) kept;
        }
        return new TrainedNoise(alphaBars);
    }

    private static float[] betas(Options options) {
        int timesteps = options.whole("num_train_timesteps", 2, LONGEST);
        double first = options.number("beta_start"), last = options.number("beta_end");
        String name = options.choice(
                "beta_schedule", "linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid", "laplace", "exp");
        if (options.has("trained_betas")) {
            double[] given = options.numbers("trained_betas");
            if (given.length != timesteps) {
                throw options.refused("trained_betas must be " + timesteps + " numbers, one for each timestep, not "
                        + given.length + ".");
            }
            return checked(options, floats(given));
        }
        return checked(
                options,
                switch (name) {
                    case "linear" -> line(first, last, timesteps);
                    case "scaled_linear" ->
                        mapped(line(Math.sqrt(first), Math.sqrt(last), timesteps), root -> (float) root * (float) root);
                    case "sigmoid" ->
                        mapped(
                                line(-6, 6, timesteps),
                                x -> (float) (1 / (1 + Math.exp(-x))) * (float) (last - first) + (float) first);
                    case "laplace" -> ofAlphaBar(timesteps, TrainedNoise::laplace);
                    case "exp" -> ofAlphaBar(timesteps, t -> Math.exp(-12 * t));
                    default -> ofAlphaBar(timesteps, TrainedNoise::cosine);
                });
    }

    private static float[] checked(Options options, float[] betas) {
        for (float beta : betas) {
            if (!(beta >= 0 && beta <= 1)) {
                throw options.refused("betas lie in [0, 1], not at " + beta + ": mind beta_start and beta_end.");
            }
        }
        return betas;
    }

    private static double cosine(double t) {
        double root = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
        return root * root;
    }

    private static double laplace(double t) {
        double lambda = -0.5 * Math.copySign(1, 0.5 - t) * Math.log(1 - 2 * Math.abs(0.5 - t) + 1e-6);
        double snr = Math.exp(lambda);
        return Math.sqrt(snr / (1 + snr));
    }

    private static float[] ofAlphaBar(int timesteps, DoubleUnaryOperator alphaBar) {
        float[] betas = new float[timesteps];
        for (int i = 0; i < timesteps; i++) {
            double share =
                    alphaBar.applyAsDouble((i + 1.0) / timesteps) / alphaBar.applyAsDouble((double) i / timesteps);
            betas[i] = (float) Math.min(1 - share, LARGEST_BETA);
        }
        return betas;
    }

    /** As PyTorch draws a line: from both ends to the middle. */
    private static float[] line(double first, double last, int count) {
        float start = (float) first, end = (float) last, step = (end - start) / (count - 1);
        float[] line = new float[count];
        for (int i = 0; i < count; i++) {
            line[i] = i < count / 2 ? Math.fma(step, i, start) : Math.fma(-step, count - 1 - i, end);
        }
        return line;
    }

    private static float[] mapped(float[] values, DoubleUnaryOperator function) {
        float[] mapped = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = (float) function.applyAsDouble(values[i]);
        }
        return mapped;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static float[] products(float[] betas) {
        float[] products = new float[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            products[i] = (float) product;
        }
        return products;
    }

    /** Stretches betas so that nothing of the signal is left at the end (Lin et al. 2023, algorithm 1). */
    private static void stretch(float[] betas) {
        float[] roots = mapped(products(betas), Math::sqrt);
        float first = roots[0], last = roots[roots.length - 1], factor = first / (first - last);
        float before = 1;
        for (int i = 0; i < betas.length; i++) {
            float root = (roots[i] - last) * factor, alphaBar = root * root;
            betas[i] = 1 - alphaBar / before;
            before = alphaBar;
        }
    }

    int timesteps() {
        return alphaBars.length;
    }

    /** The level of a timestep; what lies before the first is another one. */
    NoiseLevel level(int timestep, NoiseLevel before) {
        return timestep < 0 ? before : level(timestep);
    }

    NoiseLevel level(int timestep) {
        return NoiseLevel.ofAlphaBar(alphaBars[timestep]);
    }

    /** {@code sigma / alpha} of all timesteps. */
    double[] sigmas() {
        double[] sigmas = new double[alphaBars.length];
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = (float) Math.sqrt((1 - alphaBars[i]) / alphaBars[i]);
        }
        return sigmas;
    }

    /** What a timestep is found from for a level that the grid does not name. */
    DiscreteSchedule schedule(String name) {
        return DiscreteSchedule.of(name, timesteps(), k -> level(k - 1));
    }
}
