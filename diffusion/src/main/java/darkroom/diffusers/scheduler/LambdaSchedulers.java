package darkroom.diffusers.scheduler;

import darkroom.objective.Input;
import darkroom.objective.PredictionType;
import darkroom.sample.AdamsBashforth;
import darkroom.sample.Clipping;
import darkroom.sample.DpmSolver;
import darkroom.sample.DpmSolverBlocks;
import darkroom.sample.SaSolver;
import darkroom.sample.Sampler;
import darkroom.sample.UniPcSolver;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Schedulers that solve in lambda = log(alpha / sigma), at levels found from a table of sigmas. */
final class LambdaSchedulers {

    private static final double LEAST_KEPT = Math.pow(2, -24);

    /** Below this a run is so short that its last steps are of lower order. */
    private static final int FEW = 15;

    private LambdaSchedulers() {}

    /** How the classes differ in the sigma that a run ends at. */
    private enum End {
        /** What {@code final_sigmas_type} says: none, or the smallest that was trained. */
        TRAINED,
        /** The same, but the last one again where sigmas are respaced. */
        REPEATED,
        /** Always the smallest that was trained, or the last one again where sigmas are respaced. */
        ALWAYS
    }

    static Plan multistep(Options options, Asked asked) {
        Grid grid = grid(options, asked, End.TRAINED, false);
        String algorithm = options.choice(
                "algorithm_type", "dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++", "deis");
        return grid.plan(options, multistepSolver(options, algorithm, grid.timesteps.length));
    }

    static DpmSolver multistepSolver(Options options, String algorithm, int steps) {
        boolean few = options.flag("lower_order_final") && steps < FEW;
        boolean toNone = endsAtNone(options);
        boolean data = algorithm.endsWith("++") || algorithm.equals("deis");
        if (!data && toNone) {
            throw options.refused("final_sigmas_type must be sigma_min for the algorithm " + algorithm + ", not zero.");
        }
        return new DpmSolver(
                options.whole("solver_order", 1, 3),
                data,
                algorithm.startsWith("sde"),
                !solverType(options, "midpoint").equals("heun"),
                options.flag("euler_at_final") || few || toNone,
                few);
    }

    private static boolean endsAtNone(Options options) {
        return options.choice("final_sigmas_type", "zero", "sigma_min").equals("zero");
    }

    /** The name of a solver's variant; those of other classes, which configurations inherit, stand for the usual one. */
    private static String solverType(Options options, String usual) {
        String name = options.choice("solver_type", "midpoint", "heun", "logrho", "bh1", "bh2");
        boolean own = usual.equals("bh2") ? name.startsWith("bh") : name.equals("midpoint") || name.equals("heun");
        return own ? name : usual;
    }

    static Plan singlestep(Options options, Asked asked) {
        Grid grid = grid(options, asked, End.TRAINED, false);
        String algorithm = options.choice("algorithm_type", "dpmsolver", "dpmsolver++", "sde-dpmsolver++", "deis");
        boolean data = !algorithm.equals("dpmsolver"), toNone = endsAtNone(options);
        if (!data && toNone) {
            throw options.refused("final_sigmas_type must be sigma_min for the algorithm dpmsolver, not zero.");
        }
        int order = options.whole("solver_order", 1, 3), steps = grid.timesteps.length;
        boolean lower = options.flag("lower_order_final") || steps % order != 0 || toNone;
        Sampler sampler = new DpmSolverBlocks(
                orders(steps, order, lower, toNone),
                data,
                algorithm.startsWith("sde"),
                !solverType(options, "midpoint").equals("heun"));
        return grid.plan(options, sampler);
    }

    /** 1, 2, ..., order, 1, 2, ...; where the end is cut, a whole last block gives way to shorter ones. */
    private static List<Integer> orders(int steps, int order, boolean lower, boolean toNone) {
        List<Integer> orders = new ArrayList<>(
                IntStream.range(0, steps).mapToObj(i -> 1 + i % order).toList());
        if (lower && order > 1 && steps % order == 0 || toNone) {
            orders.set(steps - 1, 1);
        }
        return orders;
    }

    static Plan deis(Options options, Asked asked) {
        Grid grid = grid(options, asked, End.ALWAYS, false);
        options.choice("algorithm_type", "deis", "dpmsolver", "dpmsolver++");
        solverType(options, "midpoint");
        boolean few = options.flag("lower_order_final") && grid.timesteps.length < FEW;
        return grid.plan(options, new AdamsBashforth(options.whole("solver_order", 1, 3), true, few));
    }

    static Plan unipc(Options options, Asked asked) {
        Grid grid = grid(options, asked, End.REPEATED, true);
        Set<Integer> uncorrected = Arrays.stream(options.numbers("disable_corrector"))
                .mapToObj(step -> (int) step)
                .collect(Collectors.toSet());
        Sampler sampler = new UniPcSolver(
                options.whole("solver_order", 1, 4),
                solverType(options, "bh2").equals("bh1"),
                options.flag("predict_x0"),
                options.flag("lower_order_final"),
                uncorrected);
        if (!options.flag("predict_x0")) {
            // The reference's solver on the noise thresholds nothing.
            options.withoutEffect("thresholding", "dynamic_thresholding_ratio", "sample_max_value");
            return grid.plan(options, sampler, Clipping.NONE);
        }
        return grid.plan(options, sampler);
    }

    static Plan stochasticAdams(Options options, Asked asked) {
        Grid grid = grid(options, asked, End.ALWAYS, false);
        String algorithm = options.choice("algorithm_type", "data_prediction", "noise_prediction");
        Sampler sampler = new SaSolver(
                options.whole("predictor_order", 1, 4),
                options.whole("corrector_order", 1, 4),
                algorithm.equals("data_prediction"),
                options.flag("lower_order_final"),
                200,
                800);
        return grid.plan(options, sampler);
    }

    /** The sigmas of a run with their timesteps, and how a sigma is meant. */
    private record Grid(
            TrainedNoise noise, double[] sigmas, double[] timesteps, boolean flow, PredictionType prediction) {

        Plan plan(Options options, Sampler sampler) {
            return plan(options, sampler, Parts.clipping(options));
        }

        Plan plan(Options options, Sampler sampler, Clipping clipping) {
            List<NoiseLevel> levels =
                    Arrays.stream(sigmas).mapToObj(this::level).toList();
            int trained = noise.timesteps();
            Input input = flow
                    ? Input.of(
                            level -> 1,
                            at -> trained
                                    * at.level().sigma()
                                    / (at.level().alpha() + at.level().sigma()))
                    : Input.TIMESTEP;
            DiscreteSchedule schedule = flow
                    ? DiscreteSchedule.of(
                            options.owner(),
                            trained,
                            k -> new NoiseLevel(1 - k / (double) trained, k / (double) trained))
                    : noise.schedule(options.owner());
            return new Plan(
                    Parts.objective(schedule, prediction, input), Parts.grid(levels, timesteps), 1, sampler, clipping);
        }

        private NoiseLevel level(double sigma) {
            if (flow) {
                return new NoiseLevel(1 - sigma, sigma);
            }
            double alpha = 1 / Math.sqrt(sigma * sigma + 1);
            return new NoiseLevel(alpha, sigma * alpha);
        }
    }

    /**
     * The grid of a configuration.
     *
     * @param shiftable whether it is UniPC's flow, whose sigmas fall from 1 and may be respaced, shifted and stretched
     */
    private static Grid grid(Options options, Asked asked, End end, boolean shiftable) {
        boolean flow = options.flag("use_flow_sigmas");
        PredictionType prediction = prediction(options, flow);
        TrainedNoise noise = TrainedNoise.of(options, LEAST_KEPT);
        Sigmas table = new Sigmas(noise.sigmas());
        int trained = noise.timesteps();
        boolean given = shiftable && asked.options().has("sigmas");
        double[] timesteps = given
                ? new double[0]
                : asked.atMost(trained).timestepsOr(trained, () -> timesteps(options, asked.steps(), table));
        int count = asked.steps();
        boolean karras = options.flag("use_karras_sigmas"), lu = options.flag("use_lu_lambdas");
        double[] range = {table.largest(), table.smallest()};
        double[] sigmas = SigmaSchedulers.respaced(options, range, count);
        boolean respaced = sigmas != range, repeated = respaced;
        if (given && (respaced || !flow)) {
            throw options.refused("sigmas are given one by one only with use_flow_sigmas and no other spacing.");
        }
        DoubleUnaryOperator shift = shift(options, asked, shiftable);
        if (respaced && flow && karras && shiftable) {
            sigmas = Arrays.stream(sigmas).map(sigma -> sigma / (sigma + 1)).toArray();
            timesteps = scaled(sigmas, trained);
            karras = false;
        } else if (respaced) {
            timesteps = table.timesteps(sigmas);
        } else if (lu) {
            sigmas = table.lu(count);
            timesteps = table.timesteps(sigmas);
        } else if (flow) {
            double[] plain = given ? asked.options().numbers("sigmas") : straight(count, trained, shiftable);
            sigmas = stretched(options, Arrays.stream(plain).map(shift).toArray());
            timesteps = scaled(sigmas, trained);
            repeated = true;
        } else {
            sigmas = Arrays.stream(timesteps).map(table::at).toArray();
        }
        // Alone the multistep solver tells of fractions where the schedule is a cosine, and cuts them off.
        boolean cut = options.owner().equals("DPMSolverMultistepScheduler")
                && options.choiceIs("beta_schedule", "squaredcos_cap_v2");
        if ((karras || lu) && !cut) {
            timesteps = Arrays.stream(timesteps).map(Math::rint).toArray();
        }
        options.withoutEffect(
                "steps_offset",
                "flow_shift",
                "shift_terminal",
                "sigma_min",
                "sigma_max",
                "time_shift_type",
                "variance_type");
        double last = end != End.ALWAYS && endsAtNone(options)
                ? 0
                : repeated && end != End.TRAINED ? sigmas[sigmas.length - 1] : table.smallest();
        return new Grid(
                noise, SigmaSchedulers.ending(sigmas, last), SigmaSchedulers.whole(timesteps), flow, prediction);
    }

    private static PredictionType prediction(Options options, boolean flow) {
        PredictionType prediction = Parts.prediction(options, "epsilon", "sample", "v_prediction", "flow_prediction");
        if (prediction.equals(flow ? PredictionType.V : PredictionType.FLOW)) {
            throw options.refused(prediction.name() + " does not go with use_flow_sigmas " + flow + ".");
        }
        return prediction;
    }

    private static double[] timesteps(Options options, int steps, Sigmas table) {
        int trained = table.trained().length;
        int used =
                trained - (options.has("lambda_min_clipped") ? table.below(options.number("lambda_min_clipped")) : 0);
        return options.has("timestep_spacing")
                ? Timesteps.spaced(options, steps, trained, used, 1, true)
                : Timesteps.even(steps, used);
    }

    private static double[] scaled(double[] sigmas, int trained) {
        return Arrays.stream(sigmas).map(sigma -> sigma * trained).toArray();
    }

    /** Sigmas evenly from 1 down along a straight path; of UniPC without the last of one step more, of others the first. */
    private static double[] straight(int count, int trained, boolean fromNoise) {
        double step = (1.0 / trained - 1) / count;
        return IntStream.range(0, count)
                .mapToDouble(i -> fromNoise ? 1 + i * step : i == 0 ? 1 - 1.0 / trained : 1 - (1 + (count - i) * step))
                .toArray();
    }

    /** How sigmas of a straight path are shifted (Esser et al. 2024, eq. 23); UniPC insists on mu where the shift is dynamic. */
    private static DoubleUnaryOperator shift(Options options, Asked asked, boolean insists) {
        boolean dynamic = options.flag("use_dynamic_shifting");
        if (dynamic && (insists || asked.options().has("mu"))) {
            double strength = FlowSchedulers.strength(options, asked);
            return sigma -> insists ? FlowSchedulers.moved(sigma, strength) : FlowSchedulers.shifted(sigma, strength);
        }
        double shift = options.has("flow_shift") ? options.number("flow_shift", 1e-6, 1e6) : 1;
        return sigma -> FlowSchedulers.shifted(sigma, shift);
    }

    private static double[] stretched(Options options, double[] sigmas) {
        int count = sigmas.length;
        if (options.has("shift_terminal")) {
            double terminal = options.number("shift_terminal", 0, 1), scale = (1 - sigmas[count - 1]) / (1 - terminal);
            for (int i = 0; i < count; i++) {
                sigmas[i] = 1 - (1 - sigmas[i]) / scale;
            }
        }
        if (Math.abs(sigmas[0] - 1) < 1e-6) {
            sigmas[0] -= 1e-6;
        }
        return sigmas;
    }
}
