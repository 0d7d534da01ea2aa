package darkroom.diffusers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.sample.Clipping;
import darkroom.sample.Ddpm;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.settings.Registry;
import darkroom.settings.Value;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The schedulers of diffusers that Darkroom can follow, read and written as {@code scheduler_config.json}. */
public final class Schedulers {

    /** Both of them. */
    public static final Registry<Scheduler> ALL = new Registry<Scheduler>("scheduler", "_class_name", null)
            .with("DDPMScheduler", Scheduler.class, "DDPM.", "ancestral", "true", "set_alpha_to_one", "true")
            .with("DDIMScheduler", Scheduler.class, "DDIM.", "ancestral", "false", "variance_type", "\"fixed_small\"");

    private static final Set<String> NAMED_ALIKE = Set.of("squaredcos_cap_v2");
    private static final Set<String> PREDICTIONS = Set.of("epsilon", "sample", "v_prediction");
    private static final Set<String> SPACINGS = Set.of("trailing", "leading", "linspace");

    private Schedulers() {}

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException when it asks for what Darkroom does not have; names it
     */
    public static Scheduler read(Value config) {
        return ALL.read(config);
    }

    /** Whether DDIM can follow an objective: a variance-preserving schedule of betas, and an output that it knows. */
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
    public static ObjectNode write(ObjectiveRecipe objective, @Nullable SamplingSettings sampling) {
        return write(objective, sampling, false);
    }

    /** DDPM along a schedule. */
    public static ObjectNode writeDdpm(ObjectiveRecipe objective, @Nullable SamplingSettings sampling) {
        return write(objective, sampling, true);
    }

    private static ObjectNode write(ObjectiveRecipe objective, @Nullable SamplingSettings sampling, boolean ancestral) {
        SamplingSettings asked = sampling == null ? SamplingSettings.ofSteps(1) : sampling;
        Clipping clip = asked.clip();
        String name = objective.schedule().name(), spacing = Spacing.ALL.name(asked.spacing());
        boolean named = NAMED_ALIKE.contains(name) && !objective.zeroTerminalSnr();
        DynamicThresholding dynamic = clip instanceof DynamicThresholding given ? given : null;
        ObjectNode config = ALL.write(new Scheduler(
                ancestral,
                objective.timesteps(),
                1e-4,
                0.02,
                named ? name : "linear",
                named ? null : betas(objective.discrete()),
                ancestral && asked.sampler() instanceof Ddpm ddpm && ddpm.variance() == Ddpm.Variance.BETA
                        ? "fixed_large"
                        : "fixed_small",
                clip instanceof RangeClipping,
                clip instanceof RangeClipping range ? range.limit() : 1,
                true,
                0,
                objective.prediction(),
                dynamic != null,
                dynamic == null ? 0.995 : dynamic.quantile(),
                dynamic == null ? 1 : dynamic.most(),
                SPACINGS.contains(spacing) ? spacing : "trailing",
                false));
        return config.put(Pipelines.VERSION_KEY, Pipelines.VERSION);
    }

    private static List<Double> betas(DiscreteSchedule schedule) {
        return IntStream.rangeClosed(1, schedule.timesteps())
                .mapToObj(schedule::beta)
                .toList();
    }
}
