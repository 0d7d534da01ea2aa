package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * PNDM without its Runge and Kutta steps (Liu et al. 2022, eq. 11 and 12), as Stable Diffusion is sampled: the first step is
 * made twice, the second time by the mean of the outputs at its ends; on raw outputs. One evaluation a step.
 *
 * <p>The grid's second step is the first one again: it ends where that ended, and its timestep is of that end.
 */
public record LinearMultistepPndm() implements Sampler {

    private static final int AGAIN = 1;

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        List<Past> past = run.past();
        if (run.index() == AGAIN) {
            Estimate first = past.get(0).estimate();
            Estimate start = new Estimate(first.x(), step.from(), first.output(), first.x0(), first.epsilon());
            Tensor mean = Tensors.sum(0.5, now.output(), 0.5, first.output());
            return Move.to(Pndm.transferred(start, mean, step.to(), run));
        }
        List<Tensor> older = new ArrayList<>();
        for (int i = 0; i < past.size(); i++) {
            if (run.index() - 1 - i != AGAIN) {
                older.add(past.get(i).estimate().output());
            }
        }
        return Move.to(Pndm.transferred(now, EquallyWide.extrapolated(now.output(), older), step.to(), run));
    }
}
