package darkroom.lesson.studio;

import darkroom.lesson.web.Query;
import darkroom.lesson.web.Words;
import darkroom.sample.Ddim;
import darkroom.sample.Samplers;
import darkroom.sample.SamplingSettings;
import java.util.List;
import java.util.Locale;

/**
 * A run that a learner asks for.
 *
 * @param picture what it starts from, aims at or is of
 * @param forward whether noise is added rather than removed
 * @param maker who removes it
 * @param sampler by which method, by its name
 * @param eta DDIM's
 * @param steps how many lead from picture to noise, or back
 * @param left after how many steps of noise the way back begins, from the picture; 0 where it begins in pure noise
 * @param until after how many it may stop; all of them, or 0 to see its start
 * @param guidance the scale W
 * @param seed of all its noise
 */
public record RunRequest(
        Pictures.Choice picture,
        boolean forward,
        Maker maker,
        String sampler,
        double eta,
        int steps,
        int left,
        int until,
        double guidance,
        long seed) {

    /** Where the denoised picture comes from. */
    public enum Maker {
        /** Told the target. */
        ORACLE,
        /** The best possible for a finite set. */
        EXACT,
        /** A trained network. */
        LEARNED
    }

    /** Method, steps and what else is not as usual, such as: DDIM, 20 steps, W = 2. */
    public String words() {
        String noise = eta == 0 ? "" : ", eta " + Words.plain(eta);
        String pull = maker == Maker.ORACLE ? "" : ", W = " + Words.plain(guidance);
        String who = maker == Maker.LEARNED ? "" : ", " + maker.name().toLowerCase(Locale.ROOT);
        return Samplers.ALL.title(sampler) + ", " + steps + (steps == 1 ? " step" : " steps") + noise + pull + who;
    }

    public static Maker maker(Query query) {
        return Maker.valueOf(query.oneOf("maker", "learned", List.of("oracle", "exact", "learned"))
                .toUpperCase(Locale.ROOT));
    }

    public static RunRequest of(Query query) {
        return of(query, Pictures.chosen(query));
    }

    /** As {@link #of(Query)}, of patterns or of garments. */
    public static RunRequest of(Query query, Garments garments) {
        return of(query, Pictures.chosen(query, garments));
    }

    private static RunRequest of(Query query, Pictures.Choice picture) {
        String sampler = OfferedSamplers.sampler(query);
        int steps = (int) query.whole("steps", 80, 1, Studio.SCHEDULE.timesteps());
        boolean forward = query.oneOf("direction", "reverse", List.of("reverse", "forward"))
                .equals("forward");
        int left = forward ? 0 : (int) query.whole("left", 0, 0, steps), most = left == 0 ? steps : left;
        return new RunRequest(
                picture,
                forward,
                maker(query),
                sampler,
                sampler.equals("ddim") ? query.number("eta", 0, 0, 1) : 0,
                steps,
                left,
                (int) query.whole("until", most, 0, most),
                query.number("guidance", 2, 0, 10),
                query.seed("seed", 1));
    }

    /** A model's usual settings, such as its spacing and clipping, with what is asked for here. */
    SamplingSettings settings(SamplingSettings usual) {
        return usual.withSampler(sampler.equals("ddim") ? new Ddim(eta) : Samplers.named(sampler))
                .withSteps(steps)
                .withGuidance(guidance);
    }
}
