package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Adams and Bashforth's method on the noise, of any step width: {@code x / alpha} as a function of {@code sigma / alpha},
 * the noise as a polynomial through the last estimates. A polynomial in {@code sigma / alpha} gives the linear multistep
 * sampler of k-diffusion (Karras et al. 2022, section 3), one in its logarithm DEIS (Zhang and Chen 2023, eq. 15). One
 * evaluation a step.
 *
 * @param order how many estimates, 1 to 4
 * @param logarithmic whether the polynomial is one in the logarithm
 * @param lowerAtEnd whether the last two steps are of order 1 and 2 at most
 */
public record AdamsBashforth(int order, boolean logarithmic, boolean lowerAtEnd) implements Sampler {

    public AdamsBashforth {
        if (order < 1 || order > 4) {
            throw new IllegalArgumentException(
                    "Adams and Bashforth's method has an order of 1 to 4 here, not " + order + ".");
        }
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        NoiseLevel from = step.from(), to = step.to();
        int left = run.grid().size() - run.index();
        boolean cut = logarithmic && (to.sigma() == 0 || lowerAtEnd && left == 1);
        int most = cut ? 1 : lowerAtEnd && left == 2 ? Math.min(order, 2) : order;
        List<Estimate> used = new ArrayList<>(List.of(now));
        for (Past past : run.past()) {
            if (used.size() < most
                    && used.stream()
                            .noneMatch(one -> one.level().equals(past.estimate().level()))) {
                used.add(past.estimate());
            }
        }
        double[] nodes = used.stream().mapToDouble(one -> place(one.level())).toArray();
        double[] weights = used.size() == 1
                ? new double[] {to.sigma() / to.alpha() - from.sigma() / from.alpha()}
                : Quadrature.weights(nodes, place(from), place(to), at -> logarithmic ? Math.exp(at) : 1);
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= to.alpha();
        }
        List<Tensor> noises = used.stream().map(Estimate::rederivedEpsilon).toList();
        return Move.to(Tensors.sum(to.alpha() / from.alpha(), now.x(), weights, noises));
    }

    private double place(NoiseLevel level) {
        double ratio = level.sigma() / level.alpha();
        return logarithmic ? Math.log(ratio) : ratio;
    }
}
