package darkroom.schedule;

/**
 * Schedules drawn by hand: straight lines between signal-to-noise ratios in decibels, at equal distances from the first
 * step to the last. No beta exceeds {@link Schedules#LARGEST_BETA}; from a step that would need one on, the schedule lies
 * above what was drawn until it has caught up.
 */
public final class DrawnSchedule {

    private DrawnSchedule() {}

    /**
     * The schedule through given ratios.
     *
     * @param timesteps T, at least 2
     * @param decibels at least 2 finite ratios, each below the one before; the first holds at step 1, the last at step T
     */
    public static DiscreteSchedule of(int timesteps, double... decibels) {
        if (timesteps < 2 || decibels.length < 2) {
            throw new IllegalArgumentException("A drawn schedule has at least 2 steps and 2 ratios, not " + timesteps
                    + " and " + decibels.length + ".");
        }
        for (int i = 0; i < decibels.length; i++) {
            if (!Double.isFinite(decibels[i]) || i > 0 && !(decibels[i] < decibels[i - 1])) {
                throw new IllegalArgumentException("A drawn schedule falls: ratio " + (i + 1) + ", " + decibels[i]
                        + " dB, is not below the one before.");
            }
        }
        double[] betas = new double[timesteps];
        double before = 1;
        for (int k = 0; k < timesteps; k++) {
            double wanted = alphaBar(between(decibels, (double) k / (timesteps - 1)));
            betas[k] = Math.min(Schedules.LARGEST_BETA, 1 - wanted / before);
            before *= 1 - betas[k];
        }
        return DiscreteSchedule.ofBetas("drawn", betas);
    }

    private static double between(double[] decibels, double share) {
        double place = share * (decibels.length - 1);
        int below = (int) Math.min(Math.floor(place), decibels.length - 2.0);
        return decibels[below] + (place - below) * (decibels[below + 1] - decibels[below]);
    }

    private static double alphaBar(double decibels) {
        return NoiseLevel.ofHalfLogSnr(decibels / 20 * Math.log(10)).alphaBar();
    }
}
