package darkroom.diffusers;

import darkroom.guide.ClassifierFree;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Ddim;
import darkroom.sample.Ddpm;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.settings.JsonText;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code scheduler_config.json} of DDPM or DDIM, by the names and with the defaults of diffusers. */
public record Scheduler(
        @Setting("whether it is DDPM rather than DDIM") boolean ancestral,

        @Setting(value = "T", otherwise = "1000", range = "[1, 1000000]")
        int numTrainTimesteps,

        @Setting(value = "the first beta", otherwise = "0.0001", range = "(0, 1)")
        double betaStart,

        @Setting(value = "the last beta", otherwise = "0.02", range = "(0, 1)")
        double betaEnd,

        @Setting(
                value = "how betas go",
                otherwise = "\"linear\"",
                choices = {"linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"})
        String betaSchedule,

        @Setting(value = "betas one by one, in place of a schedule's", range = "(0, 1]") @Nullable
        List<Double> trainedBetas,

        @Setting(
                value = "the variance of DDPM's steps",
                otherwise = "\"fixed_small\"",
                choices = {"fixed_small", "fixed_large", "learned_range", "learned"})
        String varianceType,

        @Setting(value = "whether x0 is held in a range", otherwise = "true")
        boolean clipSample,

        @Setting(value = "that range", otherwise = "1", range = "(0, inf)")
        double clipSampleRange,

        @Setting(value = "whether the last step leads to no noise", otherwise = "true")
        boolean setAlphaToOne,

        @Setting(value = "added to all timesteps", otherwise = "0")
        int stepsOffset,

        @Setting(
                value = "what the network's output means",
                otherwise = "\"epsilon\"",
                choices = {"epsilon", "sample", "v_prediction"})
        String predictionType,

        @Setting(value = "whether x0 is held by a quantile of its own", otherwise = "false")
        boolean thresholding,

        @Setting(value = "that quantile", otherwise = "0.995", range = "(0, 1)")
        double dynamicThresholdingRatio,

        @Setting(value = "the largest limit", otherwise = "1", range = "[1, inf)")
        double sampleMaxValue,

        @Setting(
                value = "which timesteps are visited",
                otherwise = "\"leading\"",
                choices = {"leading", "trailing", "linspace"})
        String timestepSpacing,

        @Setting(value = "whether the schedule is stretched to zero signal", otherwise = "false")
        boolean rescaleBetasZeroSnr) {

    private static final int DDIM_STEPS = 50;
    private static final double REFERENCE_TIMESTEPS = 1000;

    public Scheduler {
        Settings.require(
                setAlphaToOne, "set_alpha_to_one", "set_alpha_to_one must be true: a run here ends without noise.");
        Settings.require(
                stepsOffset == 0 || !timestepSpacing.equals("leading"),
                "steps_offset",
                "steps_offset must be 0, not " + stepsOffset + ": timesteps are not shifted here.");
        Settings.require(
                trainedBetas == null || trainedBetas.size() == numTrainTimesteps,
                "trained_betas",
                "trained_betas must be " + numTrainTimesteps + " numbers, one for each timestep.");
    }

    /** What the network was trained for; how errors counted is not known. */
    public Objective objective() {
        return new Objective(
                schedule(),
                PredictionType.named(predictionType),
                LossWeight.SNR,
                LevelDistribution.UNIFORM,
                Input.TIMESTEP);
    }

    /** How its pipeline samples unless asked otherwise: DDIM in 50 steps, DDPM in all. */
    public SamplingSettings settings() {
        return new SamplingSettings(
                ancestral ? new Ddpm(variance()) : new Ddim(0),
                ancestral ? numTrainTimesteps : Math.min(DDIM_STEPS, numTrainTimesteps),
                new ClassifierFree(1),
                Spacing.named(timestepSpacing),
                clipping());
    }

    private Ddpm.Variance variance() {
        return switch (varianceType) {
            case "fixed_large" -> Ddpm.Variance.BETA;
            case "learned_range" -> Ddpm.Variance.LEARNED_RANGE;
            case "learned" -> Ddpm.Variance.LEARNED;
            default -> Ddpm.Variance.POSTERIOR;
        };
    }

    private Clipping clipping() {
        if (thresholding) {
            return new DynamicThresholding(dynamicThresholdingRatio, sampleMaxValue);
        }
        return clipSample ? new RangeClipping(clipSampleRange) : Clipping.NONE;
    }

    private DiscreteSchedule schedule() {
        DiscreteSchedule cut = trainedBetas == null
                ? named()
                : DiscreteSchedule.ofBetas(
                        "trained_betas",
                        trainedBetas.stream().mapToDouble(Double::doubleValue).toArray());
        return rescaleBetasZeroSnr ? cut.withZeroTerminalSnr() : cut;
    }

    /** diffusers takes the betas as they are for any T; Darkroom's are those for T = 1000. */
    private DiscreteSchedule named() {
        double scale = numTrainTimesteps / REFERENCE_TIMESTEPS;
        Map<String, Object> described = betaSchedule.equals("squaredcos_cap_v2")
                ? Map.of("schedule", betaSchedule)
                : Map.of("schedule", betaSchedule, "beta_start", betaStart * scale, "beta_end", betaEnd * scale);
        return Schedules.ALL.read(Value.of(JsonText.tree(described))).discrete(numTrainTimesteps);
    }
}
