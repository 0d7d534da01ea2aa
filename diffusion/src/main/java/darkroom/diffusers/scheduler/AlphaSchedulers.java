package darkroom.diffusers.scheduler;

import darkroom.objective.Input;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Ddim;
import darkroom.sample.Ddpm;
import darkroom.sample.ImprovedPndm;
import darkroom.sample.LatentConsistency;
import darkroom.sample.LinearMultistepPndm;
import darkroom.sample.Pndm;
import darkroom.sample.Sampler;
import darkroom.sample.TrajectoryConsistency;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.schedule.TimedLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Schedulers that step between the levels of whole timesteps. */
final class AlphaSchedulers {

    private static final String[] PREDICTIONS = {"epsilon", "sample", "v_prediction"};

    private AlphaSchedulers() {}

    static Plan ddpm(Options options, Asked asked) {
        TrainedNoise noise = TrainedNoise.of(options, leastKept(options));
        double[] timesteps = asked.timestepsOr(noise.timesteps(), () -> spaced(options, asked, noise));
        List<NoiseLevel> levels = new ArrayList<>();
        DoubleStream.of(timesteps).forEach(t -> levels.add(noise.level((int) t)));
        levels.add(NoiseLevel.CLEAN);
        Sampler sampler = new ReferenceDdpm(new Ddpm(variance(options)));
        return plan(options, noise, Parts.grid(levels, timesteps), sampler);
    }

    private static Ddpm.Variance variance(Options options) {
        return switch (options.choice(
                "variance_type", "fixed_small", "fixed_small_log", "fixed_large", "learned_range", "learned")) {
            case "fixed_large" -> Ddpm.Variance.BETA;
            case "learned_range" -> Ddpm.Variance.LEARNED_RANGE;
            case "learned" -> Ddpm.Variance.LEARNED;
            default -> Ddpm.Variance.POSTERIOR;
        };
    }

    static Plan ddim(Options options, Asked asked) {
        TrainedNoise noise = TrainedNoise.of(options, leastKept(options));
        NoiseLevel end = end(options, noise);
        int ratio = noise.timesteps() / asked.steps();
        List<Step> steps = new ArrayList<>();
        for (double t : spaced(options, asked, noise)) {
            steps.add(new Step(noise.level((int) t), noise.level((int) t - ratio, end), t));
        }
        double eta = asked.options().has("eta") ? asked.options().number("eta", 0, 1) : 0;
        Sampler ddim = new Ddim(eta);
        Sampler sampler = asked.options().flag("use_clipped_model_output")
                ? (now, step, run) -> ddim.step(now.consistent(), step, run)
                : ddim;
        return plan(options, noise, new TimeGrid(steps), sampler);
    }

    static Plan ddimInverse(Options options, Asked asked) {
        TrainedNoise noise = TrainedNoise.of(options, 0);
        NoiseLevel start = end(options, noise);
        int ratio = noise.timesteps() / asked.steps();
        options.choice("timestep_spacing", "leading", "trailing");
        double[] timesteps = spaced(options, asked, noise);
        List<Step> steps = new ArrayList<>();
        for (int i = timesteps.length - 1; i >= 0; i--) {
            int t = (int) timesteps[i];
            steps.add(new Step(noise.level(t - ratio, start), noise.level(t), t));
        }
        return plan(options, noise, new TimeGrid(steps), new Ddim(0));
    }

    static Plan pndm(Options options, Asked asked) {
        TrainedNoise noise = TrainedNoise.of(options, 0);
        PredictionType prediction = Parts.prediction(options, "epsilon", "v_prediction");
        NoiseLevel end = end(options, noise);
        double[] timesteps = spaced(options, asked, noise);
        int ratio = noise.timesteps() / asked.steps(), half = ratio / 2;
        boolean multistep = options.flag("skip_prk_steps");
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < timesteps.length; i++) {
            int t = (int) timesteps[i];
            int next = !multistep && i < 3 && i + 1 < timesteps.length ? (int) timesteps[i + 1] : t - ratio;
            steps.add(new Step(noise.level(t), noise.level(next, end), t));
            if (multistep && i == 0 && timesteps.length > 1) {
                int second = (int) timesteps[1];
                NoiseLevel from = noise.level(Math.min(second + ratio, noise.timesteps() - 1));
                steps.add(new Step(from, noise.level(second), second));
            }
        }
        if (!multistep && timesteps.length < 4) {
            throw options.refused("it takes 4 steps or more, unless skip_prk_steps is true.");
        }
        double[] falling = Arrays.stream(timesteps).map(t -> -t).toArray();
        Sampler sampler = multistep
                ? new LinearMultistepPndm()
                : Pndm.through(step -> {
                    int t = (int) step.timestep(), next = Arrays.binarySearch(falling, -t) + 1;
                    // A run from a picture may begin so late that no timestep follows.
                    int told = next < timesteps.length ? (int) timesteps[next] + half : Math.max(0, t - half);
                    return new Pndm.Middle(
                            new TimedLevel(noise.level(t - half, end), told), new TimedLevel(noise.level(told), told));
                });
        return new Plan(
                Parts.objective(noise.schedule(options.owner()), prediction, Input.TIMESTEP),
                new TimeGrid(steps),
                1,
                sampler,
                Parts.clipping(options));
    }

    static Plan latentConsistency(Options options, Asked asked) {
        TrainedNoise noise = TrainedNoise.of(options, leastKept(options));
        double[] timesteps = distilled(options, asked, noise, false);
        List<NoiseLevel> levels = new ArrayList<>();
        DoubleStream.of(timesteps).forEach(t -> levels.add(noise.level((int) t)));
        levels.add(NoiseLevel.CLEAN);
        options.withoutEffect("set_alpha_to_one", "steps_offset", "timestep_spacing");
        Sampler sampler = new LatentConsistency(options.number("timestep_scaling"));
        return plan(options, noise, Parts.grid(levels, timesteps), sampler);
    }

    static Plan trajectoryConsistency(Options options, Asked asked) {
        TrainedNoise noise = TrainedNoise.of(options, 0);
        double[] timesteps = distilled(options, asked, noise, true);
        double eta = asked.options().has("eta") ? asked.options().number("eta", 0, 1) : 0.3;
        List<Step> steps = new ArrayList<>();
        List<NoiseLevel> below = new ArrayList<>();
        for (int i = 0; i < timesteps.length; i++) {
            boolean last = i == timesteps.length - 1;
            int next = last ? 0 : (int) timesteps[i + 1];
            NoiseLevel down = noise.level((int) Math.floor((1 - eta) * next));
            below.add(down);
            NoiseLevel to = last || eta == 0 ? down : noise.level(next);
            steps.add(new Step(noise.level((int) timesteps[i]), to, timesteps[i]));
        }
        // The reference clips nothing here.
        options.withoutEffect(
                "clip_sample",
                "clip_sample_range",
                "thresholding",
                "dynamic_thresholding_ratio",
                "sample_max_value",
                "set_alpha_to_one",
                "steps_offset",
                "timestep_spacing",
                "timestep_scaling");
        return new Plan(
                Parts.objective(
                        noise.schedule(options.owner()), Parts.prediction(options, PREDICTIONS), Input.TIMESTEP),
                new TimeGrid(steps),
                1,
                new TrajectoryConsistency(step -> below.get(steps.indexOf(step))),
                Clipping.NONE);
    }

    static Plan ipndm(Options options, Asked asked) {
        int count = asked.counted();
        int trained = Parts.trained(options);
        double[] sigmas = options.has("trained_betas")
                ? options.numbers("trained_betas")
                : IntStream.rangeClosed(0, count)
                        .mapToDouble(i -> Math.pow(Math.sin((float) (1 - (double) i / count) * Math.PI / 2), 2))
                        .toArray();
        if (sigmas.length != count + 1) {
            throw options.refused("trained_betas must be " + (count + 1) + " numbers, one more than there are steps.");
        }
        List<NoiseLevel> levels = DoubleStream.of(sigmas)
                .mapToObj(sigma -> new NoiseLevel(Math.sqrt(Math.max(0, 1 - sigma * sigma)), sigma))
                .toList();
        Input told = Input.of(level -> 1, at -> at.level().angle() / Math.PI * 2);
        double[] timesteps = levels.stream()
                .limit(count)
                .mapToDouble(level -> level.angle() / Math.PI * 2)
                .toArray();
        DiscreteSchedule schedule = DiscreteSchedule.of(options.owner(), trained, k -> {
            double angle = Math.PI / 2 * k / trained;
            return new NoiseLevel(Math.max(0, Math.cos(angle)), Math.sin(angle));
        });
        return new Plan(
                Parts.objective(schedule, PredictionType.V, told),
                Parts.grid(levels, timesteps),
                1,
                new ImprovedPndm(),
                Clipping.NONE);
    }

    /**
     * The timesteps that a model was distilled at, of which some are visited (Luo et al. 2023, section 4.3).
     *
     * @param all whether all trained timesteps count as such where a run, rather than the configuration, names their number
     */
    private static double[] distilled(Options options, Asked asked, TrainedNoise noise, boolean all) {
        int trained = noise.timesteps();
        boolean named = asked.options().has("original_inference_steps");
        int original = (named ? asked.options() : options).whole("original_inference_steps", 1, trained);
        options.withoutEffect("original_inference_steps");
        double strength = asked.options().number("strength", 0, 1);
        return asked.timestepsOr(trained, () -> {
            int apart = all && named ? 1 : trained / original;
            int last = (int) ((all && named ? trained : original) * strength), steps = asked.steps();
            if (steps > Math.min(last, original)) {
                throw options.refused("of " + Math.min(last, original)
                        + " original steps at most as many can be made, not " + steps + ".");
            }
            double width = (double) last / steps;
            return IntStream.range(0, steps)
                    .mapToDouble(i -> (last - Math.floor(i * width)) * apart - 1)
                    .toArray();
        });
    }

    private static double[] spaced(Options options, Asked asked, TrainedNoise noise) {
        int steps = asked.atMost(noise.timesteps()).counted();
        return Timesteps.spaced(options, steps, noise.timesteps(), noise.timesteps(), 0, true);
    }

    /**
     * What is left of the signal where a schedule is stretched to zero. The reference divides by zero there when the network
     * predicts the noise, and clips the infinite x0: so does a signal that is nearly zero.
     */
    private static double leastKept(Options options) {
        boolean clipped = options.flag("clip_sample") && !options.flag("thresholding");
        return clipped && options.choiceIs("prediction_type", "epsilon") ? Float.MIN_NORMAL : 0;
    }

    private static NoiseLevel end(Options options, TrainedNoise noise) {
        return options.flag("set_alpha_to_one") ? NoiseLevel.CLEAN : noise.level(0);
    }

    private static Plan plan(Options options, TrainedNoise noise, TimeGrid grid, Sampler sampler) {
        return new Plan(
                Parts.objective(
                        noise.schedule(options.owner()), Parts.prediction(options, PREDICTIONS), Input.TIMESTEP),
                grid,
                1,
                sampler,
                Parts.clipping(options));
    }
}
