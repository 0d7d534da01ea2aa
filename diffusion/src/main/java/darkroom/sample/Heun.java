package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.TimedLevel;
import darkroom.torch.Tensors;
import java.util.function.Function;
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
        /** x as a function of sigma, where {@code alpha = 1 - sigma}: flow matching, whose derivative is its velocity. */
        LINE,
        /** {@code x / hypot(alpha, sigma)} as a function of {@code atan2(sigma, alpha)}, whose derivative is v. */
        ANGLE
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        NoiseLevel from = step.from(), to = step.to();
        if (to.sigma() == 0 || space == Space.SIGMA && from.alpha() == 0) {
            return Move.to(Ancestral.step(now.x0(), now.rederivedEpsilon(), step, 0, false, run));
        }
        TimedLevel end = new TimedLevel(to, run.nextTimestep());
        return switch (space) {
            case SIGMA -> {
                double scale = to.alpha() / from.alpha();
                yield along(now, scale, to.sigma() - scale * from.sigma(), end, Estimate::rederivedEpsilon);
            }
            case LINE -> along(now, 1, to.sigma() - from.sigma(), end, Heun::flow);
            case ANGLE -> {
                double way = to.norm() * (to.angle() - from.angle());
                yield along(now, to.norm() / from.norm(), way, end, Heun::velocity);
            }
        };
    }

    private static Move along(
            Estimate now, double scale, double way, TimedLevel end, Function<Estimate, Tensor> slope) {
        Tensor before = slope.apply(now);
        return Move.look(Tensors.sum(scale, now.x(), way, before), end, there -> {
            Tensor mean = Tensors.sum(0.5, before, 0.5, slope.apply(there));
            return Move.to(Tensors.sum(scale, now.x(), way, mean));
        });
    }

    private static Tensor flow(Estimate estimate) {
        return Tensors.sum(1, estimate.rederivedEpsilon(), -1, estimate.x0());
    }

    private static Tensor velocity(Estimate estimate) {
        NoiseLevel unit = estimate.level().normalised();
        return Tensors.sum(unit.alpha(), estimate.rederivedEpsilon(), -unit.sigma(), estimate.x0());
    }
}
