package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * UniPC of order 2 on x0 with B(h) = exp(h) - 1 (Zhao et al. 2023, algorithms 1 to 3, "bh2"): each evaluation first
 * corrects the step that led to it, then predicts the next. One evaluation a step.
 *
 * <p>Of first order at the first and the last step.
 */
public record UniPc() implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        List<Past> past = run.past();
        Tensor start = past.isEmpty() ? now.x() : corrected(now, past, run);
        run.replaceStart(start);
        NoiseLevel from = step.from(), to = step.to();
        Tensor x0 = now.x0();
        if (order(run.index(), run) == 2) {
            Estimate before = past.get(0).estimate();
            double share = Exponential.width(from, to) / Exponential.width(before.level(), from) / 2;
            x0 = Tensors.sum(1 + share, x0, -share, before.x0());
        }
        return Move.to(Exponential.step(start, x0, from, to));
    }

    private static int order(int index, SamplingRun run) {
        boolean firstOrLast = index == 0 || index == run.grid().size() - 1;
        return firstOrLast || run.grid().steps().get(index - 1).from().alpha() == 0 ? 1 : 2;
    }

    /** The last step again, now that its end was looked at. */
    private static Tensor corrected(Estimate now, List<Past> past, SamplingRun run) {
        Past last = past.get(0);
        Estimate base = last.estimate();
        NoiseLevel from = base.level(), to = now.level();
        double[] weights = {0, 0.5};
        Tensor x0 = base.x0();
        if (order(run.index() - 1, run) == 2) {
            Estimate before = past.get(1).estimate();
            double h = Exponential.width(from, to), ratio = Exponential.width(from, before.level()) / h;
            weights = corrector(h, ratio);
            x0 = Tensors.sum(1 - weights[0] / ratio, x0, weights[0] / ratio, before.x0());
        }
        Tensor change = Tensors.sum(weights[1], now.x0(), -weights[1], base.x0());
        return Exponential.step(last.start(), Tensors.sum(1, x0, 1, change), from, to);
    }

    /** The weights of the earlier and the newer difference: the solution of eq. 9 for p = 2. */
    private static double[] corrector(double h, double ratio) {
        double b = Math.expm1(-h);
        double phi1 = b / -h - 1, phi2 = phi1 / -h - 0.5;
        double sum = phi1 / b, weighted = 2 * phi2 / b;
        double earlier = (sum - weighted) / (1 - ratio);
        return new double[] {earlier, sum - earlier};
    }
}
