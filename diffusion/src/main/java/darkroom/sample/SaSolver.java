package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * SA-Solver (Xue et al. 2023, eq. 14 and 17): Adams' methods for a stochastic equation with noise of a strength tau; each
 * evaluation first corrects the step that led to it, then predicts the next. One evaluation a step.
 *
 * @param predictor its order, 1 to 4
 * @param corrector its order, 1 to 4
 * @param data whether it works on x0, rather than on the noise
 * @param lowerAtEnd whether orders fall towards the last step
 * @param least where tau is 1: from this timestep, which steps must name
 * @param most to this one; elsewhere tau is 0
 */
public record SaSolver(int predictor, int corrector, boolean data, boolean lowerAtEnd, double least, double most)
        implements Sampler {

    public SaSolver {
        if (predictor < 1 || predictor > 4 || corrector < 1 || corrector > 4) {
            throw new IllegalArgumentException(
                    "The orders of SA-Solver are 1 to 4, not " + predictor + " and " + corrector + ".");
        }
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        List<Past> past = run.past();
        List<Estimate> known = new ArrayList<>(List.of(now));
        past.stream().map(Past::estimate).forEach(known::add);
        Tensor start = past.isEmpty() ? now.x() : corrected(now, known, run);
        run.replaceStart(start);
        double tau = tau(step);
        Tensor drift = drift(known, now.level(), step.to(), order(predictor, 0, run.index(), run), tau);
        Span span = new Span(data, false, step.from(), step.to());
        double kept = data ? span.kept() * Math.exp(-tau * tau * span.width()) : span.kept();
        Tensor x = Tensors.sum(kept, start, 1, drift);
        return Move.to(Tensors.sum(1, x, fresh(span, tau), run.freshNoise(x)));
    }

    private double fresh(Span span, double tau) {
        return data ? span.to().sigma() * Math.sqrt(-Math.expm1(-2 * tau * tau * span.width())) : tau * span.fresh();
    }

    private double tau(Step step) {
        return step.timestep() >= least && step.timestep() <= most ? 1 : 0;
    }

    private int order(int asked, int more, int index, SamplingRun run) {
        int left = run.grid().size() - index + more;
        return Math.min(lowerAtEnd ? Math.min(asked, left) : asked, index + 1 + more);
    }

    /** The end of the last step with its own estimate in place of the predictor's: the noise in it stays. */
    private Tensor corrected(Estimate now, List<Estimate> known, SamplingRun run) {
        Past last = run.past().get(0);
        NoiseLevel from = last.estimate().level();
        int index = run.index() - 1;
        double tau = tau(last.step());
        Tensor drawn = drift(known.subList(1, known.size()), from, now.level(), order(predictor, 0, index, run), tau);
        Tensor better = drift(known, from, now.level(), order(corrector, 1, index, run), tau);
        return Tensors.sum(1, now.x(), new double[] {-1, 1}, List.of(drawn, better));
    }

    /** What estimates add over a step: the integral of the polynomial through the newest of them. */
    private Tensor drift(List<Estimate> known, NoiseLevel from, NoiseLevel to, int order, double tau) {
        double start = from.halfLogSnr(), end = to.halfLogSnr(), h = end - start, strength = 1 + tau * tau;
        List<Estimate> used = new ArrayList<>();
        for (Estimate one : known.subList(0, Math.min(order, known.size()))) {
            if (used.stream().noneMatch(other -> other.level().equals(one.level()))) {
                used.add(one);
            }
        }
        double[] nodes =
                used.stream().mapToDouble(one -> one.level().halfLogSnr()).toArray();
        double[] weights = Quadrature.weights(
                nodes, start, end, at -> data ? Math.exp(strength * (at - end)) : Math.exp(end - at));
        if (data && nodes.length == 2 && h > 0) {
            // The authors' program has h^2 / 2 for the integral of the line's slope.
            double integral = (h * strength + Math.expm1(-strength * h)) / (strength * strength);
            double more = (h * h / 2 - integral) / (nodes[0] - nodes[1]);
            weights[0] += more;
            weights[1] -= more;
        }
        double scale = data ? strength * to.alpha() : -strength * to.sigma();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= scale;
        }
        Span span = new Span(data, false, from, to);
        return Tensors.sum(
                0, known.get(0).x(), weights, used.stream().map(span::of).toList());
    }
}
