package darkroom.cli;

import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Guidance;
import darkroom.model.Model;
import darkroom.model.TextToImage;
import darkroom.sample.Clipping;
import darkroom.sample.Ddim;
import darkroom.sample.Sampler;
import darkroom.sample.Samplers;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.Spacing;
import darkroom.settings.Registry;
import darkroom.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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
                "The guidance scale: 1 follows the label or text as trained, more exaggerates it; 0 ignores a label.",
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

    @Mixin
    private SchedulerOptions scheduling;

    /** Whether a guidance was asked for. */
    boolean guides() {
        return guidance != null;
    }

    /**
     * What was asked for, over what is usual for a model.
     *
     * @throws IllegalArgumentException naming the option that is not as it should be
     */
    Course over(Model model) {
        boolean foreign = model.recipe().isEmpty();
        boolean own = sampler != null || spacing != null || clip != null;
        Settings.require(
                !scheduling.given() || !own,
                "--scheduler",
                "--sampler, --spacing and --clip do not go with --scheduler and --scheduler-option:"
                        + " spacing and clipping are options of a scheduler.");
        Settings.require(
                !foreign || sampler != null || !own,
                spacing == null ? "--clip" : "--spacing",
                "--spacing and --clip go with --sampler: the model " + model.name() + " is sampled by its scheduler,"
                        + " whose options --scheduler-option sets.");
        if (scheduling.given() || foreign && !own) {
            Integer usual = foreign ? null : Integer.valueOf(model.settings().steps());
            return over(model.scheduler(), usual, model.settings().guidance());
        }
        return new Course.Own(over(model.settings()));
    }

    /**
     * What was asked for, over what a model of texts does by its recipe, or else as a pipeline of diffusers.
     *
     * @param usual the recipe's; null where there is none
     * @throws IllegalArgumentException naming the option that is not as it should be
     */
    Course.Scheduled over(TextToImage model, @Nullable SamplingSettings usual) {
        Settings.require(
                sampler == null && spacing == null && clip == null,
                "--sampler",
                "--sampler, --spacing and --clip are not for " + model.name()
                        + ", which its scheduler samples: --scheduler takes another, --scheduler-option sets its options.");
        return over(
                model.scheduler(),
                usual == null ? model.family().steps() : usual.steps(),
                usual == null ? new ClassifierFree(model.family().guidance()) : usual.guidance());
    }

    private Course.Scheduled over(SchedulerConfig scheduler, @Nullable Integer usual, Guidance guided) {
        return scheduling.over(
                scheduler, steps == null ? usual : steps, eta, parsed("--guidance", guidance, Guidance.ALL, guided));
    }

    private SamplingSettings over(SamplingSettings usual) {
        Sampler chosen = parsed("--sampler", sampler, Samplers.ALL, usual.sampler());
        if (eta != null) {
            Settings.require(
                    chosen instanceof Ddim || eta == 0,
                    "--eta",
                    "--eta is for the sampler ddim: " + Samplers.ALL.name(chosen) + " has none.");
            chosen = chosen instanceof Ddim ? new Ddim(eta) : chosen;
        }
        return new SamplingSettings(
                chosen,
                steps == null ? usual.steps() : steps,
                parsed("--guidance", guidance, Guidance.ALL, usual.guidance()),
                parsed("--spacing", spacing, Spacing.ALL, usual.spacing()),
                parsed("--clip", clip, Clipping.ALL, usual.clip()));
    }

    private static <T> T parsed(String option, @Nullable String text, Registry<T> registry, T usual) {
        if (text == null) {
            return usual;
        }
        try {
            return registry.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + text + ": " + e.getMessage(), e);
        }
    }
}
