package darkroom.train;

import darkroom.settings.Setting;
import darkroom.settings.Settings;

/**
 * How fast the average of the weights follows them, as diffusers' {@code EMAModel}: slowly in the end, at once in the
 * beginning.
 */
public record ExponentialMovingAverage(
        @Setting(
                value = "the largest decay; 0 makes the average the weights themselves",
                otherwise = "0.9999",
                range = "[0, 1)")
        double decay,

        @Setting(value = "updates over which the decay begins to rise", otherwise = "1", range = "(0, inf)")
        double invGamma,

        @Setting(
                value = "how fast it rises: with 1 and 2/3 the decay is 0.9999 after a million updates, with 3/4 after"
                        + " 215,000",
                otherwise = "0.75",
                range = "(0, inf)")
        double power,

        @Setting(value = "updates before averaging begins", otherwise = "0", range = "[0, inf)")
        int updateAfterStep) {

    public ExponentialMovingAverage {
        Settings.check(ExponentialMovingAverage.class, decay, invGamma, power, updateAfterStep);
    }

    /**
     * What the average keeps of itself at an update: {@code 1 - (1 + n / invGamma)^-power}, at most {@link #decay()}.
     *
     * @param update which update, from 1; the first keeps nothing
     */
    public double decayAt(long update) {
        long n = update - updateAfterStep - 1;
        return n <= 0 ? 0 : Math.min(decay, 1 - Math.pow(1 + n / invGamma, -power));
    }
}
