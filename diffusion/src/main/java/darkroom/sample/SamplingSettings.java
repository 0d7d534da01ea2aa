package darkroom.sample;

import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Spacing;
import darkroom.settings.Setting;
import darkroom.settings.Settings;

/** How a model is sampled, as recipes and command lines have it. */
public record SamplingSettings(
        @Setting(value = "how a step is made", otherwise = "\"ddim\"")
        Sampler sampler,

        @Setting(value = "how many steps, at most the schedule's T", range = "[1, 1000000]")
        int steps,

        @Setting(value = "how strongly the condition is followed", otherwise = "1")
        Guidance guidance,

        @Setting(value = "which timesteps are visited", otherwise = "\"trailing\"")
        Spacing spacing,

        @Setting(value = "what is done to estimates of the clean sample", otherwise = "\"none\"")
        Clipping clip) {

    public SamplingSettings {
        Settings.check(SamplingSettings.class, sampler, steps, guidance, spacing, clip);
    }

    /** DDIM in a number of steps, with all else as usual. */
    public static SamplingSettings ofSteps(int steps) {
        return new SamplingSettings(new Ddim(0), steps, new ClassifierFree(1), new Spacing.Trailing(), Clipping.NONE);
    }

    /** The same with another sampler. */
    public SamplingSettings withSampler(Sampler other) {
        return new SamplingSettings(other, steps, guidance, spacing, clip);
    }

    /** The same with another sampler and its usual options. */
    public SamplingSettings withSampler(String name) {
        return withSampler(Samplers.named(name));
    }

    /** The same with another number of steps. */
    public SamplingSettings withSteps(int other) {
        return new SamplingSettings(sampler, other, guidance, spacing, clip);
    }

    /** The same with classifier-free guidance of another scale. */
    public SamplingSettings withGuidance(double scale) {
        return withGuidance(new ClassifierFree(scale));
    }

    /** The same with another guidance. */
    public SamplingSettings withGuidance(Guidance other) {
        return new SamplingSettings(sampler, steps, other, spacing, clip);
    }

    /** The same with another spacing. */
    public SamplingSettings withSpacing(Spacing other) {
        return new SamplingSettings(sampler, steps, guidance, other, clip);
    }

    /** The same with another clipping. */
    public SamplingSettings withClip(Clipping other) {
        return new SamplingSettings(sampler, steps, guidance, spacing, other);
    }

    /** What is asked for, of a denoiser, along a schedule. */
    public Sampling sampling(Denoiser denoiser, DiscreteSchedule schedule, Condition condition) {
        return new Sampling(denoiser, sampler, spacing.grid(schedule, steps), condition, guidance, clip);
    }
}
