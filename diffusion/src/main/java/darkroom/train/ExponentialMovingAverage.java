package darkroom.train;

/**
 * How fast the average of the weights follows them, as diffusers' {@code EMAModel}: slowly in the end, at once in the
 * beginning.
 *
 * @param decay the largest decay, in [0, 1); 0 makes the average the weights themselves
 * @param invGamma the iterations over which the decay begins to rise, positive
 * @param power how fast it rises, positive: with 1 and 2/3 the decay is 0.9999 after a million iterations, with 3/4 after
 *     215,000
 * @param updateAfterStep iterations before averaging begins
 */
public record ExponentialMovingAverage(double decay, double invGamma, double power, int updateAfterStep) {

    /** The usual settings. */
    public static final ExponentialMovingAverage DEFAULT = new ExponentialMovingAverage(0.9999, 1, 0.75, 0);

    public ExponentialMovingAverage {
        if (!(decay >= 0 && decay < 1 && invGamma > 0 && power > 0 && updateAfterStep >= 0)) {
            throw new IllegalArgumentException(
                    "An average of weights needs a decay in [0, 1), a positive inverse gamma and power, and"
                            + " a start of at least 0: " + decay + ", " + invGamma + ", " + power + ", "
                            + updateAfterStep + ".");
        }
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
