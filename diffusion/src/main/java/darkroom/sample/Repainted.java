package darkroom.sample;

import darkroom.objective.Objective;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A sampler that paints only a part anew: after each step the rest is what is known, with noise of the level where the next step begins
 * (Lugmayr et al. 2022, eq. 8, without their resampling; as diffusers' inpainting pipelines).
 *
 * @param known clean samples, [B, ...]
 * @param noise that is added to them, [B, ...]
 * @param mask 1 where it paints anew and 0 where not, of a shape that broadcasts to theirs
 */
public record Repainted(Sampler sampler, Tensor known, Tensor noise, Tensor mask) implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        return kept(sampler.step(now, step, run), run);
    }

    @Override
    public boolean needsVariance() {
        return sampler.needsVariance();
    }

    @Override
    public List<Step> last(List<Step> steps, int count) {
        return sampler.last(steps, count);
    }

    private Move kept(Move move, SamplingRun run) {
        if (move instanceof Move.Look look) {
            return new Move.Look(
                    look.x(),
                    look.level(),
                    look.timestep(),
                    seen -> kept(look.then().apply(seen), run));
        }
        Tensor arrived = ((Move.Arrived) move).x();
        List<Step> steps = run.grid().steps();
        int next = run.index() + 1;
        NoiseLevel level = next < steps.size() ? steps.get(next).from() : NoiseLevel.CLEAN;
        Tensor old = Objective.noisy(known, noise, level);
        return Move.to(Tensors.sum(1, old, 1, Tensors.sum(1, arrived, -1, old).mul(mask)));
    }
}
