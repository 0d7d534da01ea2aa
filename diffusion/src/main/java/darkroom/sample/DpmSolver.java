package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver (Lu et al. 2022a) and DPM-Solver++ (Lu et al. 2022b, algorithm 2) in several steps, of order 1 to 3, with
 * their stochastic sisters; one evaluation a step, solved in lambda = log(alpha / sigma).
 *
 * @param order 1 to 3
 * @param data whether x0 is extrapolated (DPM-Solver++), rather than the noise (DPM-Solver)
 * @param stochastic whether fresh noise is added at every step
 * @param midpoint whether order 2 takes the estimate in the middle of a step for its mean; else it integrates the line
 * @param lastOfFirstOrder whether the last step is of order 1
 * @param lastButOneOfSecond whether the step before is of order 2 at most
 */
public record DpmSolver(
        int order,
        boolean data,
        boolean stochastic,
        boolean midpoint,
        boolean lastOfFirstOrder,
        boolean lastButOneOfSecond)
        implements Sampler {

    public DpmSolver {
        requireOrder(order);
    }

    static void requireOrder(int order) {
        if (order < 1 || order > 3) {
            throw new IllegalArgumentException("The order of DPM-Solver is 1, 2 or 3, not " + order + ".");
        }
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        Span span = new Span(data, stochastic, step.from(), step.to());
        List<Estimate> known = new ArrayList<>(List.of(now));
        run.past().stream().map(Past::estimate).forEach(known::add);
        double[] weights = weights(span, known.stream().map(Estimate::level).toList(), order(run, known, span));
        Tensor x = Tensors.sum(
                span.kept(),
                now.x(),
                weights,
                known.stream().limit(weights.length).map(span::of).toList());
        return Move.to(stochastic ? Tensors.sum(1, x, span.fresh(), run.freshNoise(x)) : x);
    }

    private int order(SamplingRun run, List<Estimate> known, Span span) {
        int left = run.grid().size() - run.index(), most = Math.min(order, known.size());
        if (span.endless() || lastOfFirstOrder && left == 1) {
            return 1;
        }
        if (lastButOneOfSecond && left == 2) {
            most = Math.min(most, 2);
        }
        int usable = 1;
        while (usable < most
                && !new Span(
                                data,
                                false,
                                known.get(usable).level(),
                                known.get(usable - 1).level())
                        .endless()) {
            usable++;
        }
        return usable;
    }

    /** Of the estimates, the newest first. */
    private double[] weights(Span span, List<NoiseLevel> levels, int used) {
        double constant = span.constant();
        if (used == 1) {
            return new double[] {constant};
        }
        double newer = Exponential.width(levels.get(1), levels.get(0)) / span.width();
        if (used == 2) {
            double rise = (midpoint ? constant / 2 : span.slope()) / newer;
            return new double[] {constant + rise, -rise};
        }
        double older = Exponential.width(levels.get(2), levels.get(1)) / span.width();
        double bend = (span.slope() * newer + span.curvature()) / (newer + older);
        double first = (span.slope() + bend) / newer, second = bend / older;
        return new double[] {constant + first, -first - second, second};
    }
}
