package darkroom.sample;

import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * PNDM (Liu et al. 2022, eq. 11 to 13): three steps of Runge and Kutta's kind with four evaluations each, then steps of
 * Adams and Bashforth's with one, on raw outputs; the middle of a step is half of its angle.
 *
 * <p>Of second order where the outputs are epsilon or x0. As in diffusers the raw outputs of several levels are averaged
 * whatever their type is; those of v turn with the level, which costs an order.
 */
public record Pndm() implements Sampler {

    private static final int WARM_UP = 3;

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        NoiseLevel to = step.to();
        if (run.index() >= WARM_UP) {
            List<Past> past = run.past();
            Tensor newer = Tensors.sum(
                    55 / 24.0, now.output(), -59 / 24.0, past.get(0).estimate().output());
            Tensor older = Tensors.sum(
                    37 / 24.0,
                    past.get(1).estimate().output(),
                    -9 / 24.0,
                    past.get(2).estimate().output());
            return Move.to(transferred(now, Tensors.sum(1, newer, 1, older), to, run));
        }
        if (to.sigma() == 0) {
            return Move.to(transferred(now, now.output(), to, run));
        }
        NoiseLevel middle = NoiseLevel.between(step.from(), to);
        Tensor ahead = transferred(now, now.output(), middle, run);
        return Move.look(ahead, middle, second -> {
            Tensor again = transferred(now, second.output(), middle, run);
            return Move.look(again, middle, third -> {
                Tensor end = transferred(now, third.output(), to, run);
                return Move.look(end, to, fourth -> {
                    Tensor ends = Tensors.sum(1 / 6.0, now.output(), 1 / 6.0, fourth.output());
                    Tensor middles = Tensors.sum(1 / 3.0, second.output(), 1 / 3.0, third.output());
                    return Move.to(transferred(now, Tensors.sum(1, ends, 1, middles), to, run));
                });
            });
        });
    }

    /** The sample at another level where its output is this one: eq. 11, {@code alpha' x0 + sigma' epsilon}. */
    private static Tensor transferred(Estimate now, Tensor output, NoiseLevel to, SamplingRun run) {
        Estimate other = Estimate.of(
                now.x(),
                now.level(),
                output,
                run.sampling().denoiser().prediction(),
                run.sampling().clipping());
        return Tensors.sum(to.alpha(), other.x0(), to.sigma(), other.epsilon());
    }
}
