package darkroom.diffusers.scheduler;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Spacings of sigmas between a largest and a smallest one, the largest first, and the way back from a sigma to its timestep.
 *
 * @param trained {@code sigma / alpha} of all timesteps, in float32
 */
record Sigmas(double[] trained) {

    private static final double KARRAS_RHO = 7;
    private static final double BETA = 0.6;
    private static final int TERMS = 60;

    /** Evenly in a root (Karras et al. 2022, eq. 5). */
    static double[] karras(double most, double least, int count) {
        return karras(most, least, ramp(count), KARRAS_RHO);
    }

    /** The same at places from 0, the largest, to 1, the smallest. */
    static double[] karras(double most, double least, double[] ramp, double rho) {
        double start = Math.pow(most, 1 / rho), end = Math.pow(least, 1 / rho);
        return Arrays.stream(ramp)
                .map(place -> Math.pow(start + place * (end - start), rho))
                .toArray();
    }

    /** Evenly in the logarithm. */
    static double[] exponential(double most, double least, int count) {
        double start = Math.log(most), end = Math.log(least);
        return Arrays.stream(ramp(count))
                .map(place -> Math.exp(start + place * (end - start)))
                .toArray();
    }

    /** By the quantiles of a beta distribution (Lee et al. 2024). */
    static double[] beta(double most, double least, int count) {
        return Arrays.stream(ramp(count))
                .map(place -> least + quantile(1 - place) * (most - least))
                .toArray();
    }

    /** The places of a spacing: from 0 to 1, a single one at 0. */
    static double[] ramp(int count) {
        return Timesteps.line(1, count);
    }

    /** The quantile of the beta distribution with both parameters 0.6, by bisection of its power series. */
    private static double quantile(double share) {
        if (share > 0.5) {
            return 1 - quantile(1 - share);
        }
        double wanted = 2 * share * area(0.5), low = 0, high = 0.5;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (area(middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double area(double x) {
        double sum = 0, term = 1;
        for (int k = 0; k < TERMS; k++) {
            sum += term / (BETA + k);
            term *= (1 - BETA + k) / (k + 1) * x;
        }
        return Math.pow(x, BETA) * sum;
    }

    double largest() {
        return trained[trained.length - 1];
    }

    double smallest() {
        return trained[0];
    }

    /** The sigma at a timestep, fractions allowed. */
    double at(double timestep) {
        int below = (int) Math.min(Math.floor(timestep), trained.length - 2.0);
        return trained[below] + (timestep - below) * (trained[below + 1] - trained[below]);
    }

    /** The timestep of a sigma, in fractions of its logarithm; the nearer end where there is none. */
    double timestep(double sigma) {
        double wanted = Math.log(Math.max(sigma, 1e-10));
        // From the noisy end, since a schedule stretched to zero does not always rise there.
        int low = trained.length - 1;
        while (low > 0 && log(low) > wanted) {
            low--;
        }
        low = Math.min(low, trained.length - 2);
        double share = (log(low) - wanted) / (float) (log(low) - log(low + 1));
        share = Math.min(1, Math.max(0, share));
        return (1 - share) * low + share * (low + 1);
    }

    /** Evenly in the logarithm between the trained ends, whose logarithms are in float32 (Lu et al. 2022). */
    double[] lu(int count) {
        double start = log(trained.length - 1), end = log(0);
        return Arrays.stream(ramp(count))
                .map(place -> Math.exp(start + place * (end - start)))
                .toArray();
    }

    double[] timesteps(double[] sigmas) {
        return Arrays.stream(sigmas).map(this::timestep).toArray();
    }

    private double log(int timestep) {
        return (float) Math.log(trained[timestep]);
    }

    /** How many timesteps lie at a log-SNR below a bound, which are left out. */
    int below(double lambda) {
        return (int)
                IntStream.range(0, trained.length).filter(t -> -log(t) < lambda).count();
    }
}
