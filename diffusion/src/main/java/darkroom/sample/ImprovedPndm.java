package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * PNDM's linear multistep part alone (Liu et al. 2022, eq. 11 and 12), on the noise: its first steps are of lower order. One
 * evaluation a step.
 *
 * <p>As in diffusers' {@code IPNDM} the step from pure noise takes x0 for 0.
 */
public record ImprovedPndm() implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        List<Tensor> older =
                run.past().stream().map(past -> past.estimate().epsilon()).toList();
        Tensor noise = EquallyWide.extrapolated(now.epsilon(), older);
        NoiseLevel from = step.from(), to = step.to();
        double kept = from.alpha() == 0 ? 0 : to.alpha() / from.alpha();
        return Move.to(Tensors.sum(kept, now.x(), to.sigma() - kept * from.sigma(), noise));
    }
}
