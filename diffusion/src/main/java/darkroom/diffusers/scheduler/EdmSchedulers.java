package darkroom.diffusers.scheduler;

import darkroom.objective.Input;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.RangeClipping;
import darkroom.sample.Renoising;
import darkroom.sample.Sampler;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Schedulers of preconditioned networks (Karras et al. 2022, table 1): alpha is 1, and networks are told of ln(sigma). */
final class EdmSchedulers {

    private EdmSchedulers() {}

    static Plan euler(Options options, Asked asked) {
        String[] predictions = {"epsilon", "v_prediction"};
        // What is given one by one are places from 0, the largest sigma, to 1, the smallest.
        double[] ramp =
                asked.options().has("sigmas") ? asked.options().numbers("sigmas") : Sigmas.ramp(asked.counted());
        return plan(
                options,
                prediction -> ChurnedEuler.of(asked, prediction, ramp.length),
                sigmas(options, ramp, false),
                null,
                predictions);
    }

    static Plan multistep(Options options, Asked asked) {
        int count = asked.counted();
        String algorithm = options.choice("algorithm_type", "dpmsolver++", "sde-dpmsolver++", "deis");
        Sampler sampler = LambdaSchedulers.multistepSolver(options, algorithm, count);
        double[] sigmas = sigmas(options, Sigmas.ramp(count), true);
        return plan(options, prediction -> sampler, sigmas, options.number("sigma_min"), "epsilon", "v_prediction");
    }

    /**
     * The sigmas at places from 0, the largest, to 1.
     *
     * @param single whether they are spaced in float32: rounded so, the last one may differ from the smallest sigma, and a
     *     step between these two adds noise that shows
     */
    private static double[] sigmas(Options options, double[] ramp, boolean single) {
        double most = options.number("sigma_max", 1e-9, 1e9), least = options.number("sigma_min", 1e-9, most);
        double rho = options.number("rho", 1, 1000);
        boolean karras =
                options.choice("sigma_schedule", "karras", "exponential").equals("karras");
        return SigmaSchedulers.floats(
                karras
                        ? single ? karras(most, least, ramp, rho) : Sigmas.karras(most, least, ramp, rho)
                        : ramp.length == 1 ? new double[] {least} : Sigmas.exponential(most, least, ramp.length));
    }

    /** {@link Sigmas#karras} in float32. */
    private static double[] karras(double most, double least, double[] ramp, double rho) {
        double start = Math.pow(most, 1 / rho), end = Math.pow(least, 1 / rho);
        float first = (float) start, way = (float) (end - start);
        return Arrays.stream(ramp)
                .map(place -> Math.pow(first + (float) place * way, rho))
                .toArray();
    }

    private static Plan plan(
            Options options,
            Function<PredictionType, Sampler> sampler,
            double[] sigmas,
            @Nullable Double end,
            String... predictions) {
        double data = options.number("sigma_data", 1e-9, 1e9), most = options.number("sigma_max");
        PredictionType edm = PredictionType.edm(data);
        boolean negative = options.choice("prediction_type", predictions).equals("v_prediction");
        PredictionType prediction = negative ? PredictionType.of("edm_v", level -> opposite(edm.mix(level))) : edm;
        double last = options.choice("final_sigmas_type", "zero", "sigma_min").equals("zero")
                ? 0
                : end == null ? sigmas[sigmas.length - 1] : end;
        double[] timesteps =
                Arrays.stream(sigmas).map(sigma -> 0.25 * Math.log(sigma)).toArray();
        DiscreteSchedule schedule = schedule(options, place -> sigmas(options, new double[] {place}, false)[0]);
        return new Plan(
                Parts.objective(schedule, prediction, Input.edm(data)),
                Parts.grid(levels(SigmaSchedulers.ending(sigmas, last)), timesteps),
                Math.sqrt(most * most + 1),
                sampler.apply(prediction),
                Parts.clipping(options));
    }

    static Plan consistency(Options options, Asked asked) {
        int trained = Parts.trained(options);
        double most = options.number("sigma_max", 1e-9, 1e9), least = options.number("sigma_min", 1e-9, most);
        double data = options.number("sigma_data", 1e-9, 1e9), rho = options.number("rho", 1, 1000);
        double[] places = asked.atMost(trained).timestepsOr(trained, () -> {
            int ratio = trained / asked.steps();
            return IntStream.range(0, asked.steps())
                    .mapToDouble(i -> (double) (asked.steps() - 1 - i) * ratio)
                    .toArray();
        });
        int count = places.length;
        double[] ramp = IntStream.range(0, count)
                .mapToDouble(i -> places[count - 1 - i] / (trained - 1))
                .toArray();
        double[] sigmas = Sigmas.karras(most, least, ramp, rho);
        double[] timesteps = Arrays.stream(sigmas).map(EdmSchedulers::told).toArray();
        Input input = Input.of(
                level -> 1 / Math.hypot(level.sigma(), data * level.alpha()),
                at -> told(at.level().sigma() / at.level().alpha()));
        PredictionType prediction = PredictionType.of("consistency", level -> boundary(level, data, least));
        return new Plan(
                Parts.objective(
                        schedule(options, place -> Sigmas.karras(most, least, new double[] {place}, rho)[0]),
                        prediction,
                        input),
                Parts.grid(levels(SigmaSchedulers.ending(sigmas, least)), timesteps),
                most,
                new Renoising(least, options.number("s_noise"), count > 1),
                options.flag("clip_denoised") ? new RangeClipping(1) : Clipping.NONE);
    }

    private static double told(double sigma) {
        return 250 * Math.log(sigma + 1e-44);
    }

    /** The output of a consistency model, whose clean sample at the least sigma is the sample (Song et al. 2023, eq. 5). */
    private static PredictionType.Mix boundary(NoiseLevel level, double data, double least) {
        double sigma = level.sigma(), apart = sigma - least;
        double skip = data * data / (apart * apart + data * data);
        double out = Math.max(1e-12, apart * data / Math.hypot(sigma, data));
        return new PredictionType.Mix((1 - skip) / out, -skip * sigma / out);
    }

    private static PredictionType.Mix opposite(PredictionType.Mix mix) {
        return new PredictionType.Mix(-mix.ofX0(), -mix.ofNoise());
    }

    private static List<NoiseLevel> levels(double[] sigmas) {
        return Arrays.stream(sigmas).mapToObj(sigma -> new NoiseLevel(1, sigma)).toList();
    }

    /** The trained sigmas, by their place from 0, the largest, to 1. */
    private static DiscreteSchedule schedule(Options options, DoubleUnaryOperator sigma) {
        int trained = Parts.trained(options);
        return DiscreteSchedule.of(
                options.owner(), trained, k -> new NoiseLevel(1, sigma.applyAsDouble((trained - k) / (trained - 1.0))));
    }
}
