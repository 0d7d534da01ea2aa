package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * DPM-Solver and DPM-Solver++ in single steps (Lu et al. 2022a, algorithms 1 and 2; Lu et al. 2022b, algorithm 1): each
 * block of steps starts at its beginning again and knows one estimate more. One evaluation a step.
 *
 * @param orders of all steps of a whole run, 1 to 3; a block begins where it is 1
 * @param data whether x0 is extrapolated (DPM-Solver++), rather than the noise (DPM-Solver)
 * @param stochastic whether fresh noise is added at every step, to x0 alone
 * @param midpoint whether the slope is taken from two estimates, rather than from all
 */
public record DpmSolverBlocks(List<Integer> orders, boolean data, boolean stochastic, boolean midpoint)
        implements Sampler {

    public DpmSolverBlocks {
        orders = List.copyOf(orders);
        orders.forEach(DpmSolver::requireOrder);
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        List<Past> past = run.past();
        int place = Math.max(0, orders.size() - run.grid().size() + run.index());
        int order = Math.min(orders.get(Math.min(place, orders.size() - 1)), past.size() + 1);
        Estimate start = order == 1 ? now : past.get(order - 2).estimate();
        Span span = new Span(data, stochastic, start.level(), step.to());
        if (order > 1 && span.endless()) {
            order = 1;
            start = now;
            span = new Span(data, stochastic, now.level(), step.to());
        }
        Tensor x = Tensors.sum(span.kept(), start.x(), span.constant(), span.of(start));
        if (order > 1) {
            Estimate middle = order == 2 ? now : past.get(0).estimate();
            x = risen(x, span, start, now, order == 2 ? null : middle);
        }
        return Move.to(stochastic ? Tensors.sum(1, x, span.fresh(), run.freshNoise(x)) : x);
    }

    private Tensor risen(Tensor x, Span span, Estimate start, Estimate now, @Nullable Estimate middle) {
        double newer = Exponential.width(start.level(), now.level()) / span.width();
        Tensor whole = Tensors.sum(1 / newer, span.of(now), -1 / newer, span.of(start));
        if (middle == null) {
            return Tensors.sum(1, x, midpoint ? span.constant() / 2 : span.slope(), whole);
        }
        if (midpoint) {
            return Tensors.sum(1, x, span.slope(), whole);
        }
        double older = Exponential.width(start.level(), middle.level()) / span.width(), apart = newer - older;
        Tensor half = Tensors.sum(1 / older, span.of(middle), -1 / older, span.of(start));
        double bend = 2 * span.curvature() / apart;
        return Tensors.sum(
                1,
                x,
                new double[] {(span.slope() * newer / apart) - bend, bend - span.slope() * older / apart},
                List.of(half, whole));
    }
}
