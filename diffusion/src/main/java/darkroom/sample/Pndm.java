package darkroom.sample;

import darkroom.objective.Objective;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.TimedLevel;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.function.Function;
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

    /** Where a step's second and third look are, and what the network is told there. */
    public record Middle(TimedLevel second, TimedLevel third) {

        static Middle ofAngle(Step step) {
            TimedLevel middle = new TimedLevel(NoiseLevel.between(step.from(), step.to()), Double.NaN);
            return new Middle(middle, middle);
        }
    }

    /** The same method with another middle than the one of the angle. */
    public static Sampler through(Function<Step, Middle> middle) {
        return (now, step, run) -> step(now, step, run, middle);
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        return step(now, step, run, Middle::ofAngle);
    }

    private static Move step(Estimate now, Step step, SamplingRun run, Function<Step, Middle> half) {
        NoiseLevel to = step.to();
        if (run.index() >= WARM_UP) {
            List<Tensor> older =
                    run.past().stream().map(past -> past.estimate().output()).toList();
            return Move.to(transferred(now, EquallyWide.extrapolated(now.output(), older), to, run));
        }
        if (to.sigma() == 0) {
            return Move.to(transferred(now, now.output(), to, run));
        }
        Middle middle = half.apply(step);
        Tensor ahead = transferred(now, now.output(), middle.second().level(), run);
        return Move.look(ahead, middle.second(), second -> {
            Tensor again = transferred(now, second.output(), middle.third().level(), run);
            return Move.look(again, middle.third(), third -> {
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
    static Tensor transferred(Estimate now, Tensor output, NoiseLevel to, SamplingRun run) {
        Estimate other = Estimate.of(
                now.x(),
                now.level(),
                output,
                run.sampling().denoiser().prediction(),
                run.sampling().clipping());
        return Objective.noisy(other.x0(), other.epsilon(), to);
    }
}
