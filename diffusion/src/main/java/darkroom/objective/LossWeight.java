package darkroom.objective;

import darkroom.schedule.NoiseLevel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much an error counts at a level: a weight on the squared error of x0, from which the weight on the squared error of
 * any output follows.
 */
@FunctionalInterface
public interface LossWeight {

    /** The same at all levels. */
    LossWeight UNIFORM = level -> 1;

    /** The signal-to-noise ratio: the plain error of the noise. */
    LossWeight SNR = NoiseLevel::snr;

    /** {@code SNR + 1}: the plain error of v. */
    LossWeight SNR_PLUS_ONE = level -> level.snr() + 1;

    /** {@code (1 + alpha / sigma)^2}: the plain error of the straight line's velocity (Liu et al. 2022, eq. 1). */
    LossWeight FLOW = level -> Math.pow(1 + level.alpha() / level.sigma(), 2);

    /** The signal-to-noise ratio, but at most gamma (Hang et al. 2023, section 3.4). */
    static LossWeight minSnr(double gamma) {
        requirePositive("gamma", gamma);
        return level -> Math.min(level.snr(), gamma);
    }

    /** {@code 1 / (1 / SNR + 1 / gamma)}: the same with a soft knee (Crowson et al. 2024, appendix). */
    static LossWeight softMinSnr(double gamma) {
        requirePositive("gamma", gamma);
        return level -> 1 / (1 / level.snr() + 1 / gamma);
    }

    /** {@code SNR + 1 / sigmaData^2}: the plain error of EDM's network (Karras et al. 2022, table 1). */
    static LossWeight edm(double sigmaData) {
        requirePositive("sigmaData", sigmaData);
        return level -> level.snr() + 1 / (sigmaData * sigmaData);
    }

    /** The plain error of an output of some type, at all levels alike: {@link #SNR} for the noise, {@link #SNR_PLUS_ONE} for v. */
    static LossWeight plain(PredictionType type) {
        return level -> 1 / LossWeight.UNIFORM.ofOutput(level, type);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("A loss weight's " + name + " must be positive, not " + value + ".");
        }
    }

    /** The names in recipes, with gamma 5, as Hang et al. have it, for both knees, and a standard deviation of 0.5 as EDM. */
    static Map<String, LossWeight> all() {
        Map<String, LossWeight> all = new LinkedHashMap<>();
        all.put("uniform", UNIFORM);
        all.put("snr", SNR);
        all.put("snr_plus_one", SNR_PLUS_ONE);
        all.put("flow", FLOW);
        all.put("min_snr", minSnr(5));
        all.put("soft_min_snr", softMinSnr(5));
        all.put("edm", edm(0.5));
        return all;
    }

    /**
     * The weight of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static LossWeight named(String name) {
        LossWeight weight = all().get(name);
        if (weight == null) {
            throw new IllegalArgumentException(
                    "There is no loss weight '" + name + "': known are " + String.join(", ", all().keySet()) + ".");
        }
        return weight;
    }

    /** The weight on the squared error of x0, at least 0; infinite where there is no noise and it has no bound. */
    double ofX0(NoiseLevel level);

    /**
     * The weight on the squared error of an output {@code a x0 + b noise}: {@code w / (a - b alpha / sigma)^2}, since given
     * x an error of x0 is one of {@code a - b alpha / sigma} in the output.
     */
    default double ofOutput(NoiseLevel level, PredictionType type) {
        PredictionType.Mix mix = type.mix(level);
        // Both sides times sigma^2 / alpha^2, so that the ends stay finite.
        double error = mix.ofX0() * level.sigma() - mix.ofNoise() * level.alpha();
        double weighted = level.sigma() == 0 ? 0 : ofX0(level) * level.sigma() * level.sigma();
        return weighted / (error * error);
    }
}
