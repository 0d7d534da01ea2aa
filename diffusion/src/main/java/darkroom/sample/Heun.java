package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Heun's method: a step of Euler's, a second look where it ends, and the step again along the mean of both directions.
 * Two evaluations a step, but one where no noise is left at its end.
 *
 * @param space in which the solution is taken to be nearly straight
 */
public record Heun(Space space) implements Sampler {

    /** What a sample is a function of. */
    public enum Space {
        /** {@code x / alpha} as a function of {@code sigma / alpha} (Karras et al. 2022, algorithm 1). */
        SIGMA,
        /** {@code x / hypot(alpha, sigma)} as a function of {@code atan2(sigma, alpha)}, whose derivative is v. */
        ANGLE
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        NoiseLevel from = step.from(), to = step.to();
        if (to.sigma() == 0 || space == Space.SIGMA && from.alpha() == 0) {
            return Move.to(Ancestral.step(now.x0(), now.rederivedEpsilon(), step, 0, false, run));
        }
        return space == Space.SIGMA ? inSigma(now, step) : inAngle(now, step);
    }

    private static Move inSigma(Estimate now, Step step) {
        NoiseLevel from = step.from(), to = step.to();
        double scale = to.alpha() / from.alpha(), way = to.sigma() - scale * from.sigma();
        Tensor slope = now.rederivedEpsilon();
        return Move.look(Tensors.sum(scale, now.x(), way, slope), to, there -> {
            Tensor mean = Tensors.sum(0.5, slope, 0.5, there.rederivedEpsilon());
            return Move.to(Tensors.sum(scale, now.x(), way, mean));
        });
    }

    private static Move inAngle(Estimate now, Step step) {
        NoiseLevel from = step.from(), to = step.to();
        double scale = to.norm() / from.norm(), way = to.norm() * (to.angle() - from.angle());
        Tensor slope = velocity(now);
        return Move.look(Tensors.sum(scale, now.x(), way, slope), to, there -> {
            Tensor mean = Tensors.sum(0.5, slope, 0.5, velocity(there));
            return Move.to(Tensors.sum(scale, now.x(), way, mean));
        });
    }

    private static Tensor velocity(Estimate estimate) {
        NoiseLevel unit = estimate.level().normalised();
        return Tensors.sum(unit.alpha(), estimate.rederivedEpsilon(), -unit.sigma(), estimate.x0());
    }
}
