package darkroom.sample;

import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Spacing;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * How a model is sampled, by names and numbers, as recipes and command lines have it.
 */
public record SamplingSettings(
        @Setting(value = "the sampler", otherwise = "\"ddim\"")
        String sampler,

        @Setting(value = "the share of fresh noise in ddim; 0 when left out", range = "[0, 1]") @Nullable
        Double eta,

        @Setting(value = "how many steps, at most the schedule's T", range = "[1, 1000000]")
        int steps,

        @Setting(
                value = "the scale W of classifier-free guidance: 0 ignores the label, 1 follows it as trained, more"
                        + " exaggerates it; 1 when left out",
                range = "[-1000, 1000]")
        @Nullable
        Double guidance,

        @Setting("which timesteps are visited; trailing when left out") @Nullable
        String spacing,

        @Setting(
                value = "estimates of the clean sample are held in [-clip, clip]; without it, they are not held",
                range = "(0, inf)")
        @Nullable
        Double clip) {

    public SamplingSettings {
        Settings.check(SamplingSettings.class, sampler, eta, steps, guidance, spacing, clip);
        Settings.requireName(Samplers.names(), "sampler", sampler);
        Settings.require(
                eta == null || eta == 0 || sampler.equals("ddim"),
                "eta",
                "eta must be 0 or left out: only the sampler ddim has one, " + sampler + " has none.");
        if (spacing != null) {
            Settings.requireName(Spacing.names(), "spacing", spacing);
        }
    }

    /** The same with another sampler. */
    public SamplingSettings withSampler(String other, double otherEta) {
        return new SamplingSettings(other, otherEta, steps, guidance, spacing, clip);
    }

    /** The same with another number of steps. */
    public SamplingSettings withSteps(int other) {
        return new SamplingSettings(sampler, eta, other, guidance, spacing, clip);
    }

    /** The same with another guidance scale. */
    public SamplingSettings withGuidance(double other) {
        return new SamplingSettings(sampler, eta, steps, other, spacing, clip);
    }

    /** The same with another spacing. */
    public SamplingSettings withSpacing(String other) {
        return new SamplingSettings(sampler, eta, steps, guidance, other, clip);
    }

    /** What is asked for, of a denoiser, along a schedule. */
    public Sampling sampling(Denoiser denoiser, DiscreteSchedule schedule, Condition condition) {
        Guidance guided = guidance == null ? Guidance.NONE : new ClassifierFree(guidance);
        Spacing spaced = spacing == null ? Spacing.TRAILING : Spacing.named(spacing);
        return new Sampling(
                denoiser,
                Samplers.named(sampler, eta == null ? 0 : eta),
                spaced.grid(schedule, steps),
                condition,
                guided,
                clipping(clip));
    }

    private static Clipping clipping(@Nullable Double limit) {
        return limit == null ? Clipping.NONE : new RangeClipping(limit);
    }
}
