package darkroom.diffusers.scheduler;

import darkroom.objective.Input;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Euler;
import darkroom.sample.Heun;
import darkroom.sample.Renoising;
import darkroom.sample.Sampler;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Schedulers of flow matching (Lipman et al. 2023; Liu et al. 2022): alpha is 1 - sigma. */
final class FlowSchedulers {

    private FlowSchedulers() {}

    static Plan euler(Options options, Asked asked) {
        boolean stochastic = options.flag("stochastic_sampling");
        // The reference takes them, and makes nothing of them.
        asked.options().withoutEffect("s_churn", "s_tmin", "s_tmax", "s_noise");
        return plan(options, asked, stochastic ? new Renoising(0, 1, true) : new Euler());
    }

    static Plan heun(Options options, Asked asked) {
        return plan(options, asked, new Heun(Heun.Space.LINE));
    }

    private static Plan plan(Options options, Asked asked, Sampler sampler) {
        int trained = Parts.trained(options);
        double[] sigmas = sigmas(options, asked, trained);
        boolean inverted = options.flag("invert_sigmas");
        if (inverted) {
            sigmas = SigmaSchedulers.floats(
                    Arrays.stream(sigmas).map(sigma -> 1 - sigma).toArray());
        }
        double[] timesteps = asked.options().has("timesteps") && !inverted
                ? asked.options().numbers("timesteps")
                : Arrays.stream(sigmas)
                        .map(sigma -> (float) sigma * (float) trained)
                        .toArray();
        List<NoiseLevel> levels = Arrays.stream(SigmaSchedulers.ending(sigmas, inverted ? 1 : 0))
                .mapToObj(sigma -> new NoiseLevel(Math.max(0, 1 - sigma), sigma))
                .toList();
        Input input = Input.of(
                level -> 1,
                at -> trained
                        * at.level().sigma()
                        / (at.level().alpha() + at.level().sigma()));
        DiscreteSchedule schedule = DiscreteSchedule.of(
                options.owner(), trained, k -> new NoiseLevel(1 - k / (double) trained, k / (double) trained));
        options.withoutEffect("base_shift", "max_shift", "base_image_seq_len", "max_image_seq_len", "time_shift_type");
        return new Plan(
                Parts.objective(schedule, PredictionType.FLOW, input),
                Parts.grid(levels, timesteps),
                1,
                sampler,
                Clipping.NONE);
    }

    /** The sigmas but for the last one, in float32. The shift acts twice, as in the reference, but on given ones once. */
    private static double[] sigmas(Options options, Asked asked, int trained) {
        boolean dynamic = options.flag("use_dynamic_shifting");
        double shift = options.number("shift", 1e-6, 1e6);
        double[] plain;
        if (asked.options().has("sigmas")) {
            plain = SigmaSchedulers.floats(asked.options().numbers("sigmas"));
        } else if (asked.options().has("timesteps")) {
            plain = Arrays.stream(SigmaSchedulers.floats(asked.options().numbers("timesteps")))
                    .map(timestep -> timestep / trained)
                    .toArray();
        } else {
            double most = dynamic ? 1 : shifted(1, shift),
                    least = dynamic ? 1.0 / trained : shifted(1.0 / trained, shift);
            int count = asked.steps();
            double start = (float) most * trained,
                    width = count == 1 ? 0 : ((float) least * trained - start) / (count - 1);
            plain = IntStream.range(0, count)
                    .mapToDouble(i -> (start + i * width) / trained)
                    .toArray();
        }
        double[] sigmas = Arrays.stream(plain)
                .map(sigma -> dynamic ? moved(sigma, strength(options, asked)) : shifted(sigma, shift))
                .toArray();
        if (options.has("shift_terminal")) {
            double last = sigmas[sigmas.length - 1];
            double scale = (1 - last) / (1 - options.number("shift_terminal", 0, 0.999999));
            sigmas = Arrays.stream(sigmas).map(sigma -> 1 - (1 - sigma) / scale).toArray();
        }
        for (double sigma : sigmas) {
            if (!(sigma >= 0 && sigma <= 1 + 1e-6)) {
                throw options.refused("sigmas of flow matching lie in 0 to 1, not at " + sigma + ".");
            }
        }
        return SigmaSchedulers.floats(SigmaSchedulers.respaced(options, sigmas, sigmas.length));
    }

    static double shifted(double sigma, double shift) {
        return shift * sigma / (1 + (shift - 1) * sigma);
    }

    /** The same with a strength of {@link #strength}, in the reference's other order of operations. */
    static double moved(double sigma, double strength) {
        return sigma == 0 ? 0 : strength / (strength + 1 / sigma - 1);
    }

    /** The strength of a shift that depends on the picture's size (Esser et al. 2024, section 5.3.2). */
    static double strength(Options options, Asked asked) {
        if (!asked.options().has("mu")) {
            throw options.refused("use_dynamic_shifting needs mu, which follows from the picture's size.");
        }
        double mu = asked.options().number("mu", -100, 100);
        boolean exponential =
                options.choice("time_shift_type", "exponential", "linear").equals("exponential");
        return exponential ? Math.exp(mu) : mu;
    }
}
