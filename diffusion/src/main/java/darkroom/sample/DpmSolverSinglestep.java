package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver++ in blocks of two or three steps (Lu et al. 2022, algorithm 1 for two): each step of a block starts at the
 * block's beginning again and knows one estimate more. One evaluation a step.
 *
 * <p>The last block is cut so that the step to no noise is of first order, as in diffusers' {@code
 * DPMSolverSinglestepScheduler}. Order 3 is reached where a block's steps are equally wide in log-SNR.
 *
 * @param order steps in a block: 2 or 3
 */
public record DpmSolverSinglestep(int order) implements Sampler {

    public DpmSolverSinglestep {
        if (order != 2 && order != 3) {
            throw new IllegalArgumentException("The singlestep DPM-Solver++ has order 2 or 3, not " + order + ".");
        }
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        NoiseLevel to = step.to();
        Tensor x = switch (place(run)) {
            case 0 -> Exponential.step(now.x(), now.x0(), step.from(), to);
            case 1 -> {
                Past first = run.past().get(0);
                yield second(first.estimate(), now, first.start(), to);
            }
            default -> {
                Past first = run.past().get(1);
                yield third(first.estimate(), now, first.start(), to);
            }
        };
        return Move.to(x);
    }

    /** How many steps of the block were made before this one, by which estimates it may lean on. */
    private int place(SamplingRun run) {
        List<Step> steps = run.grid().steps();
        boolean toAnEnd = Double.isInfinite(steps.get(run.index()).to().halfLogSnr());
        // Pure noise is infinitely far in log-SNR: the step from there is a block of its own.
        int start = steps.get(0).from().alpha() == 0 ? 1 : 0;
        return toAnEnd || run.index() < start ? 0 : (run.index() - start) % order;
    }

    /** From the block's start, with the slope of x0 between its two estimates. */
    private static Tensor second(Estimate first, Estimate now, Tensor start, NoiseLevel to) {
        double share = Exponential.width(first.level(), to) / Exponential.width(first.level(), now.level()) / 2;
        Tensor x0 = Tensors.sum(1 - share, first.x0(), share, now.x0());
        return Exponential.step(start, x0, first.level(), to);
    }

    private static Tensor third(Estimate first, Estimate now, Tensor start, NoiseLevel to) {
        double h = Exponential.width(first.level(), to);
        double ratio = Exponential.width(first.level(), now.level()) / h;
        Tensor constant = Exponential.step(start, first.x0(), first.level(), to);
        Tensor slope = Tensors.sum(1 / ratio, now.x0(), -1 / ratio, first.x0());
        return Tensors.sum(1, constant, to.alpha() * (Math.expm1(-h) / h + 1), slope);
    }
}
