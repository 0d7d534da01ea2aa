package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
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

    /**
     * {@inheritDoc} It makes its first step twice wherever it begins. As in diffusers, a run that begins later is one step ahead of its
     * levels from then on, since no timestep is listed twice for it.
     */
    @Override
    public List<Step> last(List<Step> steps, int count) {
        int begin = steps.size() - count;
        List<Step> last = new ArrayList<>(Sampler.super.last(steps, count));
        if (begin == AGAIN && count > 1) {
            Collections.swap(last, 0, 1);
        } else if (begin > AGAIN && count > 1) {
            Step first = last.get(0);
            last.set(1, new Step(first.from(), first.to(), last.get(1).timestep()));
        }
        return last;
    }

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
