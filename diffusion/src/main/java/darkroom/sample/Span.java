package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import org.bytedeco.pytorch.Tensor;

/**
 * What a solver in lambda = log(alpha / sigma) multiplies a sample and its estimates by over one step (Lu et al. 2022,
 * DPM-Solver++, eq. 8 and 9, and their stochastic sisters).
 *
 * <p>Written in the estimate's amplitude A and the other one's, B, with k the width of the step in lambda, negative for x0,
 * the deterministic solvers on x0 and on the noise are one: {@code x' = B'/B x - A' ((e^k - 1) m + ...)}.
 *
 * @param data whether estimates are of x0, rather than of the noise
 * @param stochastic whether fresh noise is added
 * @param from where the step begins; some signal is left there unless estimates are of x0
 * @param to where it ends
 */
record Span(boolean data, boolean stochastic, NoiseLevel from, NoiseLevel to) {

    /** The width in lambda; infinite from pure noise and to no noise. */
    double width() {
        return Exponential.width(from, to);
    }

    /** Whether no more than the newest estimate can be used: one of the ends is infinitely far, or they are the same. */
    boolean endless() {
        return width() == 0 || Double.isInfinite(width());
    }

    /** Of the sample. */
    double kept() {
        double ratio = data ? to.sigma() / from.sigma() : to.alpha() / from.alpha();
        return data && stochastic ? ratio * shrink() : ratio;
    }

    /** Of an estimate that is constant over the step. */
    double constant() {
        if (data) {
            double share = stochastic ? shrink() * shrink() : shrink();
            return to.alpha() * (1 - share);
        }
        return (stochastic ? 2 : 1) * (to.sigma() - to.alpha() / from.alpha() * from.sigma());
    }

    /** Of what it rises by in a step. */
    double slope() {
        return -amplitude() * (Math.expm1(k()) / k() - 1);
    }

    /** Of what its slope rises by. */
    double curvature() {
        // diffusers' stochastic solvers of order 3 have minus a half where the integral has plus a half.
        return -amplitude() * ((Math.expm1(k()) - k()) / (k() * k()) - 0.5) - (stochastic ? amplitude() : 0);
    }

    /** Of the fresh noise. */
    double fresh() {
        if (data) {
            return to.sigma() * Math.sqrt(Math.max(0, 1 - shrink() * shrink()));
        }
        double grown = to.alpha() / from.alpha() * from.sigma();
        return Math.sqrt(Math.max(0, grown * grown - to.sigma() * to.sigma()));
    }

    /** What the solver works on. */
    Tensor of(Estimate estimate) {
        return data ? estimate.x0() : estimate.rederivedEpsilon();
    }

    private double k() {
        return data ? (stochastic ? -2 : -1) * width() : width();
    }

    /** How much of what is estimated the end holds; twice of a noise beside which fresh noise is added. */
    double amplitude() {
        return data ? to.alpha() : (stochastic ? 2 : 1) * to.sigma();
    }

    private double shrink() {
        return from.alpha() / to.alpha() * to.sigma() / from.sigma();
    }
}
