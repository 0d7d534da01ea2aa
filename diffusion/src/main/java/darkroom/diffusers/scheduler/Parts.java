package darkroom.diffusers.scheduler;

import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.schedule.TimedLevel;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;

/** What several schedulers' plans are put together from. */
final class Parts {

    /** The sample scaled to unit variance, and its timestep: what networks of variance-preserving schedules see. */
    static final Input UNIT_VARIANCE = Input.of(level -> 1 / level.norm(), TimedLevel::timestep);

    private Parts() {}

    static Objective objective(DiscreteSchedule schedule, PredictionType prediction, Input input) {
        return new Objective(schedule, prediction, LossWeight.SNR, LevelDistribution.UNIFORM, input);
    }

    /** What outputs mean; {@code choices} are those that the scheduler takes. */
    static PredictionType prediction(Options options, String... choices) {
        String name = options.choice("prediction_type", choices);
        return PredictionType.named(name.equals("original_sample") ? "sample" : name);
    }

    static Clipping clipping(Options options) {
        if (options.flag("thresholding")) {
            options.withoutEffect("clip_sample", "clip_sample_range");
            return thresholding(
                    options.number("dynamic_thresholding_ratio", 0, 1),
                    options.number("sample_max_value", Float.MIN_NORMAL, Float.MAX_VALUE));
        }
        options.withoutEffect("dynamic_thresholding_ratio", "sample_max_value");
        if (options.flag("clip_sample")) {
            return new RangeClipping(options.number("clip_sample_range"));
        }
        options.withoutEffect("clip_sample_range");
        return Clipping.NONE;
    }

    /** A limit below 1 is the threshold of all samples, and so is the quantile 0, which is below 1. */
    private static Clipping thresholding(double quantile, double most) {
        if (most < 1) {
            return x0 -> Tensors.scaled(1 / most, Tensors.clamped(x0, most));
        }
        return quantile == 0
                ? RangeClipping.PICTURES
                : new DynamicThresholding(Math.min(quantile, Math.nextDown(1.0)), most);
    }

    /** The grid through levels, of which there is one more than timesteps. */
    static TimeGrid grid(List<NoiseLevel> levels, double[] timesteps) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < timesteps.length; i++) {
            steps.add(new Step(levels.get(i), levels.get(i + 1), timesteps[i]));
        }
        return new TimeGrid(steps);
    }

    static int trained(Options options) {
        return options.whole("num_train_timesteps", 2, 1_000_000);
    }
}
