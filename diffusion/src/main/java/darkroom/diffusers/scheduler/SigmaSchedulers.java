package darkroom.diffusers.scheduler;

import darkroom.objective.PredictionType;
import darkroom.sample.AdamsBashforth;
import darkroom.sample.EulerAncestral;
import darkroom.sample.Heun;
import darkroom.sample.Midpoint;
import darkroom.sample.Sampler;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Schedulers of k-diffusion's kind (Karras et al. 2022): alpha is 1, and steps lead from sigma to sigma. */
final class SigmaSchedulers {

    private static final String[] PREDICTIONS = {"epsilon", "sample", "v_prediction"};
    private static final String[] NOISY_PREDICTIONS = {"epsilon", "v_prediction"};
    private static final double LEAST_KEPT = Math.pow(2, -24);

    private SigmaSchedulers() {}

    static Plan euler(Options options, Asked asked) {
        PredictionType prediction = Parts.prediction(options, "epsilon", "sample", "original_sample", "v_prediction");
        boolean logarithmic =
                options.choice("timestep_type", "discrete", "continuous").equals("continuous")
                        && prediction.equals(PredictionType.V);
        return plan(options, asked, prediction, count -> ChurnedEuler.of(asked, prediction, count), logarithmic);
    }

    static Plan eulerAncestral(Options options, Asked asked) {
        return plan(options, asked, Parts.prediction(options, NOISY_PREDICTIONS), new EulerAncestral());
    }

    static Plan heun(Options options, Asked asked) {
        return plan(options, asked, Parts.prediction(options, PREDICTIONS), new Heun(Heun.Space.SIGMA));
    }

    static Plan linearMultistep(Options options, Asked asked) {
        int order = asked.options().whole("order", 1, 4);
        return plan(options, asked, Parts.prediction(options, PREDICTIONS), new AdamsBashforth(order, false, false));
    }

    static Plan midpoint(Options options, Asked asked) {
        return plan(options, asked, Parts.prediction(options, NOISY_PREDICTIONS), new Midpoint(false));
    }

    static Plan midpointAncestral(Options options, Asked asked) {
        Sampler sampler = Midpoint.turning(SigmaSchedulers::turn);
        return plan(options, asked, Parts.prediction(options, NOISY_PREDICTIONS), sampler);
    }

    /** In float32, whose rounding shows where a long step's end is nearly all fresh noise. */
    private static Midpoint.Turn turn(Step step) {
        float from = (float) step.from().sigma(), to = (float) step.to().sigma();
        float up = (float) Math.sqrt(to * to * (from * from - to * to) / (from * from));
        float down = (float) Math.sqrt(Math.max(0, to * to - up * up));
        return new Midpoint.Turn(new NoiseLevel(1, down), up);
    }

    private static Plan plan(Options options, Asked asked, PredictionType prediction, Sampler sampler) {
        return plan(options, asked, prediction, count -> sampler, false);
    }

    /** The plan of a sampler that knows between how many sigmas it leads, which may be one more than there are steps. */
    private static Plan plan(
            Options options,
            Asked asked,
            PredictionType prediction,
            IntFunction<Sampler> sampler,
            boolean logarithmic) {
        TrainedNoise noise = TrainedNoise.of(options, LEAST_KEPT);
        Sigmas table = new Sigmas(noise.sigmas());
        double[] sigmas, timesteps;
        if (asked.options().has("sigmas")) {
            sigmas = floats(asked.options().numbers("sigmas"));
            timesteps = table.timesteps(Arrays.copyOf(sigmas, sigmas.length - 1));
        } else {
            timesteps = asked.timestepsOr(
                    noise.timesteps(),
                    () -> Timesteps.spaced(options, asked.steps(), noise.timesteps(), noise.timesteps(), 0, false));
            sigmas = interpolated(options, table, timesteps);
            double[] respaced = respaced(options, sigmas, timesteps.length);
            if (respaced != sigmas) {
                timesteps = table.timesteps(respaced);
                if (options.owner().startsWith("KDPM2") && options.flag("use_karras_sigmas")) {
                    timesteps = Arrays.stream(timesteps).map(Math::rint).toArray();
                }
            }
            sigmas = ending(respaced, ends(options) ? table.smallest() : 0);
        }
        if (logarithmic) {
            timesteps = Arrays.stream(sigmas)
                    .limit(sigmas.length - 1L)
                    .map(sigma -> 0.25 * Math.log(sigma))
                    .toArray();
        }
        List<NoiseLevel> levels = new ArrayList<>();
        Arrays.stream(sigmas).forEach(sigma -> levels.add(new NoiseLevel(1, sigma)));
        double most = Arrays.stream(sigmas).max().orElse(1);
        double start = options.choice("timestep_spacing", "linspace", "leading", "trailing")
                        .equals("leading")
                ? Math.sqrt(most * most + 1)
                : most;
        options.withoutEffect("steps_offset", "interpolation_type", "sigma_min", "sigma_max");
        return new Plan(
                Parts.objective(noise.schedule(options.owner()), prediction, Parts.UNIT_VARIANCE),
                Parts.grid(levels, timesteps),
                start,
                sampler.apply(sigmas.length - 1),
                Parts.clipping(options));
    }

    private static boolean ends(Options options) {
        return options.has("final_sigmas_type")
                && options.choice("final_sigmas_type", "zero", "sigma_min").equals("sigma_min");
    }

    private static double[] interpolated(Options options, Sigmas table, double[] timesteps) {
        boolean logarithmic = options.has("interpolation_type")
                && options.choice("interpolation_type", "linear", "log_linear").equals("log_linear");
        if (!logarithmic) {
            return Arrays.stream(timesteps).map(table::at).toArray();
        }
        // One more than there are steps, so that the reference's last step begins and ends near the smallest sigma.
        return Sigmas.exponential(table.largest(), table.smallest(), timesteps.length + 1);
    }

    /** The same range of sigmas spaced otherwise, where an option asks for that; else the same array. */
    static double[] respaced(Options options, double[] sigmas, int count) {
        List<String> asked = new ArrayList<>();
        for (String name : List.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas")) {
            if (options.flag(name)) {
                asked.add(name);
            }
        }
        if (asked.isEmpty()) {
            return sigmas;
        }
        if (asked.size() > 1) {
            throw options.refused("only one of " + String.join(" and ", asked) + " can be true.");
        }
        double most = options.has("sigma_max") ? options.number("sigma_max", 0, Float.MAX_VALUE) : sigmas[0];
        double least =
                options.has("sigma_min") ? options.number("sigma_min", 0, Float.MAX_VALUE) : sigmas[sigmas.length - 1];
        if (!(most >= least && least > 0)) {
            throw options.refused("sigmas fall from more than 0, not from " + most + " to " + least + ".");
        }
        return switch (asked.get(0)) {
            case "use_karras_sigmas" -> Sigmas.karras(most, least, count);
            case "use_exponential_sigmas" -> Sigmas.exponential(most, least, count);
            default -> Sigmas.beta(most, least, count);
        };
    }

    /** Sigmas in float32 with a last one. */
    static double[] ending(double[] sigmas, double last) {
        double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
        all[sigmas.length] = last;
        return floats(all);
    }

    static double[] floats(double[] values) {
        return Arrays.stream(values).map(value -> (float) value).toArray();
    }

    static double[] whole(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> (long) values[i])
                .toArray();
    }
}
