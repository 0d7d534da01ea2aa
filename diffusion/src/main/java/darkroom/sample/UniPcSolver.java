package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * UniPC of any order up to 4 (Zhao et al. 2023, algorithms 1 to 4): each evaluation first corrects the step that led to it,
 * then predicts the next. One evaluation a step.
 *
 * @param order 1 to 4
 * @param linear whether B(h) is h ("bh1"), rather than exp(h) - 1 ("bh2")
 * @param data whether it works on x0, rather than on the noise
 * @param lowerAtEnd whether the order falls to 1 towards the last step
 * @param uncorrected the steps, from 0, whose end is not corrected
 */
public record UniPcSolver(int order, boolean linear, boolean data, boolean lowerAtEnd, Set<Integer> uncorrected)
        implements Sampler {

    public UniPcSolver {
        uncorrected = Set.copyOf(uncorrected);
        if (order < 1 || order > SamplingRun.HISTORY) {
            throw new IllegalArgumentException("The order of UniPC is 1 to 4, not " + order + ".");
        }
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        List<Past> past = run.past();
        int index = run.index();
        Tensor start = past.isEmpty() || uncorrected.contains(index - 1) ? now.x() : corrected(now, past, run);
        run.replaceStart(start);
        List<Estimate> known = new ArrayList<>(List.of(now));
        past.stream().map(Past::estimate).forEach(known::add);
        return Move.to(moved(start, known, null, step.to(), order(index, run)));
    }

    private int order(int index, SamplingRun run) {
        int most = lowerAtEnd ? Math.min(order, run.grid().size() - index) : order;
        return Math.min(most, index + 1);
    }

    /** The last step again, now that its end was looked at. */
    private Tensor corrected(Estimate now, List<Past> past, SamplingRun run) {
        List<Estimate> known = past.stream().map(Past::estimate).toList();
        return moved(past.get(0).start(), known, now, now.level(), order(run.index() - 1, run));
    }

    /**
     * A step from the first of the known estimates.
     *
     * @param there the estimate at its end; null when it is not yet known
     */
    private Tensor moved(Tensor start, List<Estimate> known, @Nullable Estimate there, NoiseLevel to, int most) {
        Estimate base = known.get(0);
        Span span = new Span(data, false, base.level(), to);
        if (span.endless()) {
            return Tensors.sum(span.kept(), start, span.constant(), span.of(base));
        }
        List<Estimate> used = new ArrayList<>();
        for (int i = 1; i < most; i++) {
            Estimate before = known.get(i);
            if (!new Span(data, false, before.level(), base.level()).endless()) {
                used.add(before);
            }
        }
        double[] places = used.stream()
                .mapToDouble(before -> Exponential.width(base.level(), before.level()) / span.width())
                .toArray();
        List<Tensor> values = new ArrayList<>();
        values.add(span.of(base));
        used.forEach(before -> values.add(span.of(before)));
        if (there != null) {
            values.add(span.of(there));
        }
        double[] shares = shares(places, there != null, (data ? -1 : 1) * span.width());
        double[] weights = new double[values.size()];
        double scale = -span.amplitude()
                * (linear ? (data ? -1 : 1) * span.width() : Math.expm1((data ? -1 : 1) * span.width()));
        weights[0] = span.constant();
        for (int i = 0; i < shares.length; i++) {
            double weight = scale * shares[i] / (i < places.length ? places[i] : 1);
            weights[i + 1] = weight;
            weights[0] -= weight;
        }
        return Tensors.sum(span.kept(), start, weights, values);
    }

    /** The solution of eq. 9, shares of the differences to the base; of low orders a half, as in the authors' program. */
    private double[] shares(double[] places, boolean corrects, double h) {
        int count = places.length + (corrects ? 1 : 0);
        if (count == 0) {
            return new double[0];
        }
        if (count == 1) {
            return new double[] {0.5};
        }
        double[] at = Arrays.copyOf(places, count);
        if (corrects) {
            at[count - 1] = 1;
        }
        double[][] rows = new double[count][count];
        double[] wanted = new double[count];
        double phi = Math.expm1(h) / h - 1, factorial = 1, b = linear ? h : Math.expm1(h);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                rows[i][j] = Math.pow(at[j], i);
            }
            wanted[i] = phi * factorial / b;
            factorial *= i + 2;
            phi = phi / h - 1 / factorial;
        }
        return Quadrature.solved(rows, wanted);
    }
}
