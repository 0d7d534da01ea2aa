package darkroom.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Spacing;
import org.jspecify.annotations.Nullable;

/**
 * How a model is sampled, by names and numbers, as recipes and command lines have it.
 *
 * @param sampler see {@link Samplers}
 * @param eta the share of fresh noise in DDIM; 0 when absent
 * @param steps how many, 1 to the schedule's T
 * @param guidance the scale W of classifier-free guidance; 1, which is none, when absent
 * @param spacing see {@link Spacing}; trailing when absent
 * @param clip estimates of the clean sample are held in [-clip, clip]; not held when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SamplingSettings(
        String sampler,
        @Nullable Double eta,
        int steps,
        @Nullable Double guidance,
        @Nullable String spacing,
        @Nullable Double clip) {

    public SamplingSettings {
        sampler = sampler == null ? "ddim" : sampler;
        Samplers.named(sampler, eta == null ? 0 : eta);
        Spacing.named(spacing == null ? Spacing.TRAILING.title() : spacing);
        new ClassifierFree(guidance == null ? 1 : guidance);
        clipping(clip);
        if (steps < 1) {
            throw new IllegalArgumentException("Sampling takes at least 1 step, not " + steps + ".");
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
