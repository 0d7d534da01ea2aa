package darkroom.objective;

import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimedLevel;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network is trained for: what it is fed and told, what its output means, and how errors count.
 *
 * <p>Drawing levels and noise is a step before the loss, so that a recorded training can be replayed.
 *
 * @param schedule the timesteps that the network is told, and the levels that it is trained at
 * @param prediction what its output means
 * @param weight how errors count
 * @param levels which levels training sees how often
 * @param input what it is fed and told
 */
public record Objective(
        DiscreteSchedule schedule,
        PredictionType prediction,
        LossWeight weight,
        LevelDistribution levels,
        Input input) {

    /**
     * Makes sure that it can be learned.
     *
     * @throws IllegalArgumentException when training sees a level without signal, of which the output says nothing
     */
    public void requireLearnable() {
        if (levels.reachesTheEnd()
                && !Double.isFinite(weight.ofOutput(schedule.level(schedule.timesteps()), prediction))) {
            throw new IllegalArgumentException(
                    "An output of type " + prediction.name() + " cannot be learnt at the end of the schedule "
                            + schedule.name()
                            + ", where no signal is left: predict v, or take a schedule that keeps some signal.");
        }
    }

    /** What the network is told for a level, whose timestep is looked up in the schedule. */
    public double timestep(NoiseLevel level) {
        return timestep(new TimedLevel(level, schedule.timestep(level)));
    }

    /** What the network is told for a level whose timestep is known. */
    public double timestep(TimedLevel at) {
        return input.told(at);
    }

    /** What a sample at a level is multiplied by before the network sees it. */
    public double inputScale(NoiseLevel level) {
        return input.scale(level);
    }

    /**
     * Samples drowned in noise.
     *
     * @param x0 clean samples [B, ...]
     * @param noise standard normal, of the same shape
     * @param levels one for each row
     * @return {@code alpha x0 + sigma noise}, [B, ...]
     */
    public static Tensor noisy(Tensor x0, Tensor noise, List<NoiseLevel> levels) {
        return mix(x0, rows(levels, NoiseLevel::alpha, x0), noise, rows(levels, NoiseLevel::sigma, x0));
    }

    /** Samples drowned in noise, all at one level; shapes that broadcast do, too. */
    public static Tensor noisy(Tensor x0, Tensor noise, NoiseLevel level) {
        return Tensors.sum(level.alpha(), x0, level.sigma(), noise);
    }

    /** What the network is fed: noisy samples [B, ...], scaled row by row. */
    public Tensor fed(Tensor noisy, List<NoiseLevel> levels) {
        return noisy.mul(rows(levels, this::inputScale, noisy));
    }

    /**
     * The loss: the weighted mean over rows of the mean squared error of the output.
     *
     * @param output the network's outputs [B, ...]
     * @param x0 the clean samples
     * @param noise the noise that they were drowned in
     * @param levels one for each row
     * @return a scalar tensor
     */
    public Tensor loss(Tensor output, Tensor x0, Tensor noise, List<NoiseLevel> levels) {
        Tensor target = mix(
                x0,
                rows(levels, level -> prediction.mix(level).ofX0(), x0),
                noise,
                rows(levels, level -> prediction.mix(level).ofNoise(), x0));
        Tensor weights = rows(levels, level -> weight.ofOutput(level, prediction), x0);
        return output.sub(target).square().mul(weights).mean();
    }

    private static Tensor mix(Tensor x, Tensor a, Tensor y, Tensor b) {
        return x.mul(a).addcmul_(y, b);
    }

    private static Tensor rows(List<NoiseLevel> levels, ToDoubleFunction<NoiseLevel> value, Tensor like) {
        long[] shape = new long[(int) like.dim()];
        Arrays.fill(shape, 1);
        shape[0] = levels.size();
        double[] values = levels.stream().mapToDouble(value).toArray();
        return Tensors.of(values, shape).to(like.scalar_type());
    }
}
