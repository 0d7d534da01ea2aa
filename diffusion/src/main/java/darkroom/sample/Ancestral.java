package darkroom.sample;

import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** The step that DDIM, DDPM and Euler share: to {@code alpha' x0 + sigma' noise}, where part of the noise is fresh. */
final class Ancestral {

    private Ancestral() {}

    /**
     * Song, Meng and Ermon 2021, eq. 12 and 16, for any alpha and sigma.
     *
     * @param eta 0 keeps all of the noise, 1 as little as the forward process allows
     * @param draws whether fresh noise is drawn, be its share 0 or not
     */
    static Tensor step(Tensor x0, Tensor epsilon, Step step, double eta, boolean draws, SamplingRun run) {
        Shares shares = shares(step, eta);
        Tensor x = Tensors.sum(shares.ofX0, x0, shares.ofEpsilon, epsilon);
        return draws ? Tensors.sum(1, x, shares.ofFresh, run.freshNoise(x)) : x;
    }

    /** What a step multiplies the clean sample, the old noise and the fresh noise by. */
    record Shares(double ofX0, double ofEpsilon, double ofFresh) {}

    static Shares shares(Step step, double eta) {
        double sigma = step.to().sigma(), shrink = shrink(step);
        double fresh = shrink < 1 ? eta * sigma * Math.sqrt(1 - shrink * shrink) : 0;
        return new Shares(step.to().alpha(), Math.sqrt(Math.max(0, sigma * sigma - fresh * fresh)), fresh);
    }

    /** {@code (alpha / sigma) / (alpha' / sigma')}: below 1 on the way down, 0 from pure noise and to no noise. */
    static double shrink(Step step) {
        return step.from().alpha()
                / step.to().alpha()
                * step.to().sigma()
                / step.from().sigma();
    }
}
