package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The midpoint method in sigma / alpha, with the middle in its logarithm: DPM-Solver-2 as Karras et al. 2022 (section 3)
 * compare it. Two evaluations a step, but one where no noise is left at its end.
 *
 * @param ancestral whether a step goes lower than its end and up again by fresh noise
 */
public record Midpoint(boolean ancestral) implements Sampler {

    /**
     * How a step that adds noise goes.
     *
     * @param lowest where it goes before it adds noise
     * @param fresh the amplitude of the noise
     */
    public record Turn(NoiseLevel lowest, double fresh) {

        static Turn of(Step step, double eta) {
            Ancestral.Shares shares = Ancestral.shares(step, eta);
            return new Turn(new NoiseLevel(shares.ofX0(), shares.ofEpsilon()), shares.ofFresh());
        }
    }

    /** The same with fresh noise, and steps that turn elsewhere than by the exact numbers. */
    public static Sampler turning(Function<Step, Turn> turn) {
        return (now, step, run) -> step(now, step, run, turn.apply(step), true);
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        return step(now, step, run, Turn.of(step, ancestral ? 1 : 0), ancestral);
    }

    private static Move step(Estimate now, Step step, SamplingRun run, Turn turn, boolean draws) {
        NoiseLevel from = step.from(), down = turn.lowest();
        if (step.to().sigma() == 0) {
            return Move.to(towards(now, now, down));
        }
        double ratio = from.sigma() / from.alpha() * down.sigma() / down.alpha();
        NoiseLevel middle = new NoiseLevel(down.alpha(), down.alpha() * Math.sqrt(ratio));
        return Move.look(towards(now, now, middle), middle, there -> {
            Tensor x = towards(now, there, down);
            return Move.to(draws ? Tensors.sum(1, x, turn.fresh(), run.freshNoise(x)) : x);
        });
    }

    /** From where a step began to another level, along the noise that an estimate sees. */
    private static Tensor towards(Estimate start, Estimate seen, NoiseLevel to) {
        double scale = to.alpha() / start.level().alpha();
        return Tensors.sum(scale, start.x(), to.sigma() - scale * start.level().sigma(), seen.rederivedEpsilon());
    }
}
