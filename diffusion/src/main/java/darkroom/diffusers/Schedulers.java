package darkroom.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.sample.Clipping;
import darkroom.sample.Ddpm;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.settings.JsonText;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The schedulers by which diffusers samples what a recipe trained. */
public final class Schedulers {

    static final String DDPM = "DDPMScheduler", DDIM = "DDIMScheduler";

    private static final Set<String> NAMED_ALIKE = Set.of("squaredcos_cap_v2");
    private static final Set<String> PREDICTIONS = Set.of("epsilon", "sample", "v_prediction");
    private static final Set<String> SPACINGS = Set.of("trailing", "leading", "linspace");

    private Schedulers() {}

    /** Whether they can follow an objective: a variance-preserving schedule of betas, and an output that they know. */
    public static boolean canFollow(ObjectiveRecipe objective) {
        DiscreteSchedule schedule = objective.discrete();
        return PREDICTIONS.contains(objective.prediction())
                && IntStream.rangeClosed(1, schedule.timesteps())
                        .mapToObj(schedule::level)
                        .allMatch(Schedulers::isMadeOfBetas);
    }

    private static boolean isMadeOfBetas(NoiseLevel level) {
        return Math.abs(level.norm() - 1) < 1e-9 && level.alpha() > 0;
    }

    /** DDIM along a schedule: by its name where diffusers builds the same one from it, by its betas elsewhere. */
    public static SchedulerConfig ddim(ObjectiveRecipe objective, @Nullable SamplingSettings sampling) {
        return SchedulerClasses.of(DDIM, options(objective, sampling));
    }

    /** DDPM along a schedule. */
    public static SchedulerConfig ddpm(ObjectiveRecipe objective, @Nullable SamplingSettings sampling) {
        boolean beta =
                sampling != null && sampling.sampler() instanceof Ddpm ddpm && ddpm.variance() == Ddpm.Variance.BETA;
        return SchedulerClasses.of(DDPM, options(objective, sampling))
                .with(Map.of("variance_type", JsonText.tree(beta ? "fixed_large" : "fixed_small")));
    }

    private static Map<String, JsonNode> options(ObjectiveRecipe objective, @Nullable SamplingSettings sampling) {
        SamplingSettings asked = sampling == null ? SamplingSettings.ofSteps(1) : sampling;
        String name = objective.schedule().name(), spacing = Spacing.ALL.name(asked.spacing());
        Map<String, Object> options = new HashMap<>(Map.of(
                "num_train_timesteps",
                objective.timesteps(),
                "prediction_type",
                objective.prediction(),
                "timestep_spacing",
                SPACINGS.contains(spacing) ? spacing : "trailing",
                "clip_sample",
                asked.clip() instanceof RangeClipping,
                "thresholding",
                asked.clip() instanceof DynamicThresholding));
        options.putAll(limits(asked.clip()));
        if (NAMED_ALIKE.contains(name) && !objective.zeroTerminalSnr()) {
            options.put("beta_schedule", name);
        } else {
            options.put("trained_betas", betas(objective.discrete()));
        }
        Map<String, JsonNode> written = new HashMap<>();
        options.forEach((option, value) -> written.put(option, JsonText.tree(value)));
        return written;
    }

    private static Map<String, Object> limits(Clipping clip) {
        if (clip instanceof DynamicThresholding dynamic) {
            return Map.of("dynamic_thresholding_ratio", dynamic.quantile(), "sample_max_value", dynamic.most());
        }
        return clip instanceof RangeClipping range ? Map.of("clip_sample_range", range.limit()) : Map.of();
    }

    private static double[] betas(DiscreteSchedule schedule) {
        return IntStream.rangeClosed(1, schedule.timesteps())
                .mapToDouble(schedule::beta)
                .toArray();
    }
}
