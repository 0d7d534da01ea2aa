package darkroom.cli;

import darkroom.guide.Guidance;
import darkroom.sample.Clipping;
import darkroom.sample.Ddim;
import darkroom.sample.Samplers;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.Spacing;
import darkroom.settings.Registry;
import darkroom.settings.Settings;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to sample, in place of what a model's recipe has. */
final class SamplingOptions {

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            completionCandidates = Candidates.OfSampler.class,
            description = "${COMPLETION-CANDIDATES}.")
    private @Nullable String sampler;

    @Option(names = "--steps", paramLabel = "N", description = "Steps, 1 to the model's timesteps.")
    private @Nullable Integer steps;

    @Option(names = "--eta", paramLabel = "X", description = "The share of fresh noise in ddim, 0 to 1.")
    private @Nullable Double eta;

    @Option(
            names = "--guidance",
            paramLabel = "W",
            completionCandidates = Candidates.OfGuidance.class,
            description = {
                "The guidance scale: 1 follows the label as trained, 0 ignores it, more exaggerates it.",
                "Or one of ${COMPLETION-CANDIDATES}, as in rescaled:scale=3,share=0.7 or interval:inside=3,most=5."
            })
    private @Nullable String guidance;

    @Option(
            names = "--spacing",
            paramLabel = "NAME",
            completionCandidates = Candidates.OfSpacing.class,
            description = "${COMPLETION-CANDIDATES}.")
    private @Nullable String spacing;

    @Option(
            names = "--clip",
            paramLabel = "X",
            completionCandidates = Candidates.OfClipping.class,
            description = {
                "Hold estimates of the clean picture in [-X, X] (1 for pictures).",
                "Or one of ${COMPLETION-CANDIDATES}, as in dynamic:quantile=0.99."
            })
    private @Nullable String clip;

    /** Whether a guidance was asked for. */
    boolean guides() {
        return guidance != null;
    }

    /**
     * What was asked for, over what is usual.
     *
     * @throws IllegalArgumentException naming the option that is not as it should be
     */
    SamplingSettings over(SamplingSettings usual) {
        SamplingSettings chosen = steps == null ? usual : usual.withSteps(steps);
        chosen = with(chosen, "--sampler", sampler, Samplers.ALL, SamplingSettings::withSampler);
        chosen = with(chosen, "--guidance", guidance, Guidance.ALL, SamplingSettings::withGuidance);
        chosen = with(chosen, "--spacing", spacing, Spacing.ALL, SamplingSettings::withSpacing);
        chosen = with(chosen, "--clip", clip, Clipping.ALL, SamplingSettings::withClip);
        if (eta != null) {
            Settings.require(
                    chosen.sampler() instanceof Ddim || eta == 0,
                    "--eta",
                    "--eta is for the sampler ddim: " + Samplers.ALL.name(chosen.sampler()) + " has none.");
            chosen = chosen.sampler() instanceof Ddim ? chosen.withSampler(new Ddim(eta)) : chosen;
        }
        return chosen;
    }

    private static <T> SamplingSettings with(
            SamplingSettings settings,
            String option,
            @Nullable String text,
            Registry<T> registry,
            BiFunction<SamplingSettings, T, SamplingSettings> change) {
        if (text == null) {
            return settings;
        }
        try {
            return change.apply(settings, registry.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + text + ": " + e.getMessage(), e);
        }
    }
}
