package darkroom.diffusers.scheduler;

import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Estimate;
import darkroom.sample.Euler;
import darkroom.sample.Move;
import darkroom.sample.Sampler;
import darkroom.sample.SamplingRun;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Euler's method in sigma from a level that fresh noise has raised (Karras et al. 2022, algorithm 2, lines 4 to 8). As in the
 * reference, the network has looked before the noise is added, and v is converted at the level below it.
 *
 * @param raise the share by which a sigma is raised
 * @param least the smallest sigma that is raised
 * @param most the largest one
 * @param strength what the added noise is multiplied by
 * @param prediction what the network's output means
 */
record ChurnedEuler(double raise, double least, double most, double strength, PredictionType prediction)
        implements Sampler {

    private static final double LARGEST_RAISE = Math.sqrt(2) - 1;
    private static final Euler PLAIN = new Euler();

    /**
     * Euler's method with what a run asks to be added.
     *
     * @param count by how many sigmas the added noise is shared
     */
    static ChurnedEuler of(Asked asked, PredictionType prediction, int count) {
        Options options = asked.options();
        return new ChurnedEuler(
                Math.min(options.number("s_churn", 0, Float.MAX_VALUE) / count, LARGEST_RAISE),
                options.number("s_tmin"),
                options.number("s_tmax"),
                options.number("s_noise", 0, Float.MAX_VALUE),
                prediction);
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        double sigma = step.from().sigma();
        if (raise == 0 || sigma < least || sigma > most) {
            return PLAIN.step(now, step, run);
        }
        double raised = sigma * (1 + raise), left = step.to().sigma() / raised;
        double added = strength * Math.sqrt(raised * raised - sigma * sigma);
        Tensor x = Tensors.sum(1, now.x(), added, run.freshNoise(now.x()));
        NoiseLevel level = prediction.equals(PredictionType.V) ? step.from() : new NoiseLevel(1, raised);
        Tensor x0 =
                Estimate.of(x, level, now.output(), prediction, Clipping.NONE).x0();
        return Move.to(Tensors.sum(left, x, 1 - left, x0));
    }
}
