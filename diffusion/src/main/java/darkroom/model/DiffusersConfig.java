package darkroom.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.network.NetworkConfig;
import darkroom.network.UNetConfig;
import darkroom.sample.Clipping;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Spacing;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The configuration files by which diffusers knows a model and how to sample it. */
final class DiffusersConfig {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "0.42.1";
    private static final Set<String> NAMED_ALIKE = Set.of("squaredcos_cap_v2");

    private static final Set<String> SPACINGS = Set.of("trailing", "leading", "linspace");
    private static final Set<String> PREDICTIONS = Set.of("epsilon", "sample", "v_prediction");

    private DiffusersConfig() {}

    /** Whether diffusers has a network of this configuration. */
    static boolean knows(NetworkConfig network) {
        return network instanceof UNetConfig;
    }

    /** Whether its DDIM can follow an objective: a variance-preserving schedule of betas, and an output that it knows. */
    static boolean canSample(ObjectiveRecipe objective) {
        DiscreteSchedule schedule = objective.discrete();
        return PREDICTIONS.contains(objective.prediction())
                && IntStream.rangeClosed(1, schedule.timesteps())
                        .mapToObj(schedule::level)
                        .allMatch(level -> Math.abs(level.amplitude() - 1) < 1e-9 && level.alpha() > 0);
    }

    static ObjectNode index() {
        ObjectNode index = JSON.createObjectNode();
        index.put("_class_name", "DDIMPipeline");
        index.put("_diffusers_version", VERSION);
        index.putArray("scheduler").add("diffusers").add("DDIMScheduler");
        index.putArray("unet").add("diffusers").add(UNetConfig.CLASS_NAME);
        return index;
    }

    /** DDIM along the schedule: by its name where diffusers builds the same one from it, by its betas elsewhere. */
    static ObjectNode scheduler(ObjectiveRecipe objective, @Nullable SamplingSettings sampling) {
        ObjectNode config = JSON.createObjectNode();
        config.put("_class_name", "DDIMScheduler");
        config.put("_diffusers_version", VERSION);
        config.put("num_train_timesteps", objective.timesteps());
        if (NAMED_ALIKE.contains(objective.schedule().name()) && !objective.zeroTerminalSnr()) {
            config.put("beta_schedule", objective.schedule().name());
        } else {
            DiscreteSchedule schedule = objective.discrete();
            ArrayNode betas = config.putArray("trained_betas");
            for (int k = 1; k <= schedule.timesteps(); k++) {
                betas.add(schedule.beta(k));
            }
        }
        config.put("prediction_type", objective.prediction());
        Clipping clip = sampling == null ? Clipping.NONE : sampling.clip();
        config.put("clip_sample", clip instanceof RangeClipping);
        if (clip instanceof RangeClipping range) {
            config.put("clip_sample_range", range.limit());
        } else if (clip instanceof DynamicThresholding dynamic) {
            config.put("thresholding", true);
            config.put("dynamic_thresholding_ratio", dynamic.quantile());
            config.put("sample_max_value", dynamic.most());
        }
        config.put("set_alpha_to_one", true);
        config.put("steps_offset", 0);
        String spacing = sampling == null ? "" : Spacing.ALL.name(sampling.spacing());
        config.put("timestep_spacing", SPACINGS.contains(spacing) ? spacing : "trailing");
        return config;
    }
}
