package darkroom.schedule;

/**
 * How much picture and how much noise a sample holds: {@code x = alpha * x0 + sigma * noise}.
 *
 * <p>Every diffusion and flow model speaks of such pairs: DDPM's has {@code alpha = sqrt(alphaBar)} and
 * {@code alpha^2 + sigma^2 = 1}, EDM's has {@code alpha = 1}, rectified flow's has {@code alpha + sigma = 1}. All other
 * measures of a level are derived here and nowhere else.
 *
 * @param alpha the picture's amplitude, finite and at least 0
 * @param sigma the noise's amplitude, finite and at least 0; not 0 together with {@code alpha}
 */
public record NoiseLevel(double alpha, double sigma) {

    /** No noise at all. */
    public static final NoiseLevel CLEAN = new NoiseLevel(1, 0);

    public NoiseLevel {
        if (!(alpha >= 0 && sigma >= 0 && alpha + sigma > 0 && alpha + sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A noise level needs finite alpha and sigma of at least 0, not both 0: alpha " + alpha + ", sigma "
                            + sigma + ".");
        }
    }

    /** The variance-preserving level of a given share of signal power, {@code alphaBar} in [0, 1]. */
    public static NoiseLevel ofAlphaBar(double alphaBar) {
        if (!(alphaBar >= 0 && alphaBar <= 1)) {
            throw new IllegalArgumentException("alphaBar is a share of power in [0, 1], not " + alphaBar + ".");
        }
        return new NoiseLevel(Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
    }

    /** The variance-preserving level with {@code log(alpha / sigma) = halfLogSnr}; infinities are its two ends. */
    public static NoiseLevel ofHalfLogSnr(double halfLogSnr) {
        return new NoiseLevel(1 / Math.hypot(1, Math.exp(-halfLogSnr)), 1 / Math.hypot(1, Math.exp(halfLogSnr)));
    }

    /** The variance-preserving level of a signal-to-noise ratio in decibels. */
    public static NoiseLevel ofSnrDecibels(double decibels) {
        return ofHalfLogSnr(decibels * Math.log(10) / 20);
    }

    /** The level half way between two, by angle and by norm; either may be an end. */
    public static NoiseLevel between(NoiseLevel one, NoiseLevel other) {
        double angle = (one.angle() + other.angle()) / 2, norm = (one.norm() + other.norm()) / 2;
        return new NoiseLevel(norm * Math.cos(angle), norm * Math.sin(angle));
    }

    /** {@code log(alpha / sigma)}: half the logarithm of the signal-to-noise ratio; plus or minus infinity at the ends. */
    public double halfLogSnr() {
        return Math.log(alpha) - Math.log(sigma);
    }

    /** Signal power over noise power, {@code (alpha / sigma)^2}; infinite when there is no noise. */
    public double snr() {
        double ratio = alpha / sigma;
        return ratio * ratio;
    }

    /** The signal-to-noise ratio in decibels: 10 more is ten times the ratio, 0 is as much noise power as signal. */
    public double snrDecibels() {
        return 20 / Math.log(10) * halfLogSnr();
    }

    /** The signal's share of the whole power, {@code alpha^2 / (alpha^2 + sigma^2)}, in [0, 1]. */
    public double alphaBar() {
        double share = alpha / norm();
        return share * share;
    }

    /** The norm of the pair: the standard deviation of a sample of unit-variance data at this level, {@code sqrt(alpha^2 + sigma^2)}. */
    public double norm() {
        return Math.hypot(alpha, sigma);
    }

    /** The level's place on the quarter circle from picture to noise, {@code atan2(sigma, alpha)}, in [0, pi / 2]. */
    public double angle() {
        return Math.atan2(sigma, alpha);
    }

    /** The level of the same signal-to-noise ratio with {@code alpha^2 + sigma^2 = 1}. */
    public NoiseLevel normalised() {
        return new NoiseLevel(alpha / norm(), sigma / norm());
    }
}
