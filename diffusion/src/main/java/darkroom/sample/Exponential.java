package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * What the solvers in the log of the signal-to-noise ratio share: lambda = log(alpha / sigma), and the exact solution
 * where the clean sample is constant (Lu et al. 2022, DPM-Solver++, eq. 9).
 */
final class Exponential {

    private Exponential() {}

    /** {@code lambda' - lambda}; infinite from pure noise and to no noise. */
    static double width(NoiseLevel from, NoiseLevel to) {
        return to.halfLogSnr() - from.halfLogSnr();
    }

    /** {@code (sigma' / sigma) x + alpha' (1 - exp(-h)) x0}. */
    static Tensor step(Tensor x, Tensor x0, NoiseLevel from, NoiseLevel to) {
        double kept = to.sigma() / from.sigma();
        return Tensors.sum(kept, x, to.alpha() - from.alpha() * kept, x0);
    }

    /** The same for the stochastic equation, {@code exp(-2 h)} for {@code exp(-h)}, with its noise. */
    static Tensor stochasticStep(Tensor x, Tensor x0, NoiseLevel from, NoiseLevel to, Tensor noise) {
        double shrink = Ancestral.shrink(new Step(from, to)), fresh = 1 - shrink * shrink;
        Tensor mean = Tensors.sum(to.sigma() / from.sigma() * shrink, x, to.alpha() * fresh, x0);
        return Tensors.sum(1, mean, to.sigma() * Math.sqrt(Math.max(0, fresh)), noise);
    }
}
