package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.Transition;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * DDPM's ancestral sampling (Ho, Jain and Abbeel 2020, algorithm 2 and eq. 7); no noise is added at the last step.
 *
 * @param variance how much noise a step adds
 */
public record Ddpm(Variance variance) implements Sampler {

    /** The two choices of section 3.2, between which the true variance lies, and what a network has learned of it. */
    public enum Variance {
        /** The posterior's, right for a data set of a single item. */
        POSTERIOR,
        /** Beta, right for data from N(0, I). */
        BETA,
        /** Where between these two the network's output says, in logarithms (Nichol and Dhariwal 2021, eq. 15). */
        LEARNED_RANGE,
        /** What the network's output says. */
        LEARNED;

        /** Whether the network's output must say it; where it does not, the variance is the posterior's. */
        public boolean learned() {
            return this == LEARNED_RANGE || this == LEARNED;
        }
    }

    /**
     * What a step multiplies by: {@code x' = ofX * x + ofX0 * x0 + ofFresh * z}, z drawn from N(0, I). The first two terms
     * are the mean of the posterior q(x' | x, x0).
     *
     * @param ofX of the sample
     * @param ofX0 of the estimate of the clean sample
     * @param ofFresh of the fresh noise, its standard deviation; 0 at the last step
     */
    public record Terms(double ofX, double ofX0, double ofFresh) {

        /** The mean of the sample to come, of the shape of both. */
        public Tensor mean(Tensor x, Tensor x0) {
            return Tensors.sum(ofX, x, ofX0, x0);
        }
    }

    /**
     * What a step multiplies by.
     *
     * @throws IllegalArgumentException when the step starts where there is no noise to remove
     */
    public Terms terms(Step step) {
        NoiseLevel from = step.from();
        if (from.sigma() == 0) {
            throw new IllegalArgumentException("A step that removes noise starts from a level that holds some.");
        }
        Ancestral.Shares shares = Ancestral.shares(step, 1);
        double fresh = beta(step) ? spread(step) : shares.ofFresh();
        double ofX = keptNoise(step, shares) / from.sigma();
        return new Terms(ofX, shares.ofX0() - ofX * from.alpha(), fresh);
    }

    /**
     * The same step as the paper writes it, in the predicted noise (algorithm 2, line 4):
     * {@code x' = (x - ofEpsilon * epsilon) / sqrt(alpha) + ofFresh * z}.
     *
     * @param alpha the share of power that the forward step keeps, the paper's alpha_t
     * @param beta the power of the noise that the forward step adds, the paper's beta_t; 1 - alpha where levels preserve
     *     variance
     * @param ofEpsilon of the predicted noise, {@code beta / sigma}
     * @param ofFresh of the fresh noise, its standard deviation; 0 at the last step
     */
    public record NoiseTerms(double alpha, double beta, double ofEpsilon, double ofFresh) {

        /** The mean of the sample to come, of the shape of both. */
        public Tensor mean(Tensor x, Tensor epsilon) {
            return Tensors.sum(1 / Math.sqrt(alpha), x, -ofEpsilon / Math.sqrt(alpha), epsilon);
        }
    }

    /**
     * What a step multiplies by in the paper's form.
     *
     * @throws IllegalArgumentException when the step starts where no signal or no noise is left
     */
    public NoiseTerms noiseTerms(Step step) {
        if (step.from().alpha() == 0) {
            throw new IllegalArgumentException(
                    "Where no signal is left the predicted noise says nothing of the sample to come: use terms.");
        }
        double fresh = terms(step).ofFresh();
        Transition forward = Transition.between(step.to(), step.from());
        double beta = forward.fresh() * forward.fresh();
        return new NoiseTerms(
                forward.kept() * forward.kept(), beta, beta / step.from().sigma(), fresh);
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        boolean draws = step.to().sigma() > 0;
        Tensor said = variance.learned() ? now.variance() : null;
        if (said != null) {
            Tensor mean = terms(step).mean(now.x(), now.x0());
            return Move.to(draws ? mean.addcmul_(deviation(step, said), run.freshNoise(mean)) : mean);
        }
        Tensor epsilon = now.rederivedEpsilon();
        if (!beta(step)) {
            return Move.to(Ancestral.step(now.x0(), epsilon, step, 1, draws, run));
        }
        Ancestral.Shares shares = Ancestral.shares(step, 1);
        Tensor mean = Tensors.sum(shares.ofX0(), now.x0(), keptNoise(step, shares), epsilon);
        return Move.to(Tensors.sum(1, mean, spread(step), run.freshNoise(mean)));
    }

    @Override
    public boolean needsVariance() {
        return variance.learned();
    }

    private Tensor deviation(Step step, Tensor said) {
        if (variance == Variance.LEARNED) {
            return said.sqrt();
        }
        double least = Math.log(terms(step).ofFresh()), most = Math.log(spread(step));
        try (Scalar middle = new Scalar((least + most) / 2)) {
            return Tensors.scaled((most - least) / 2, said).add_(middle).exp_();
        }
    }

    private boolean beta(Step step) {
        return variance == Variance.BETA && step.to().sigma() > 0;
    }

    /** The old noise in the mean; both variances share it. */
    private double keptNoise(Step step, Ancestral.Shares shares) {
        return beta(step) ? step.to().sigma() * Ancestral.shrink(step) : shares.ofEpsilon();
    }

    /** What x' spreads given x where the data is N(0, I): the root of beta for variance-preserving levels. */
    private static double spread(Step step) {
        NoiseLevel from = step.from(), to = step.to();
        double ratio = from.alpha() / to.alpha() * to.norm() / from.norm();
        return to.norm() * Math.sqrt(Math.max(0, 1 - ratio * ratio));
    }
}
