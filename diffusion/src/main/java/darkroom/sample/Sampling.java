package darkroom.sample;

import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.sample.Move.Look;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Tensors;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * All that a run samples with but its noise: immutable, and free to be shared between threads.
 *
 * @param denoiser what looks at the noisy samples
 * @param sampler how a step is made
 * @param grid the steps to make
 * @param condition what is asked for
 * @param guidance how strongly
 * @param clipping what is done to estimates of the clean sample
 * @param noiseScale what pure noise at the start is multiplied by
 */
public record Sampling(
        Denoiser denoiser,
        Sampler sampler,
        TimeGrid grid,
        Condition condition,
        Guidance guidance,
        Clipping clipping,
        double noiseScale) {

    /** Sampling from noise of the power that the grid's first level has. */
    public Sampling(
            Denoiser denoiser,
            Sampler sampler,
            TimeGrid grid,
            Condition condition,
            Guidance guidance,
            Clipping clipping) {
        this(
                denoiser,
                sampler,
                grid,
                condition,
                guidance,
                clipping,
                grid.start().norm());
    }

    /** Sampling without condition, guidance and clipping. */
    public Sampling(Denoiser denoiser, Sampler sampler, TimeGrid grid) {
        this(denoiser, sampler, grid, Condition.NONE, Guidance.NONE, Clipping.NONE);
    }

    /** What the denoiser has to look at: the samples once for each condition that guidance wants. */
    Evaluation evaluation(Look look) {
        List<Condition> wanted = guidance.wanted(condition, look.level());
        return new Evaluation(
                Tensors.joined(Collections.nCopies(wanted.size(), look.x())),
                Row.of(look.level(), look.timestep(), wanted, (int) look.x().size(0)));
    }

    /** What the samples turn out to be by the denoiser's answer, guided and clipped. */
    Estimate estimate(Look look, Tensor answer) {
        long rows = look.x().size(0);
        List<Tensor> outputs = LongStream.range(0, answer.size(0) / rows)
                .mapToObj(i -> answer.narrow(0, i * rows, rows))
                .toList();
        Tensor output = guidance.combine(outputs, look.level());
        return Estimate.of(look.x(), look.level(), output, denoiser.prediction(), clipping);
    }

    /**
     * The same with the last steps of its grid alone, which begin nearer to the clean end.
     *
     * @param steps 1 to as many as the grid has
     */
    public Sampling last(int steps) {
        int all = grid.size();
        if (steps < 1 || steps > all) {
            throw new IllegalArgumentException(
                    "Of a grid of " + all + " steps the last 1 to " + all + " can be taken, not " + steps + ".");
        }
        TimeGrid end = new TimeGrid(sampler.last(grid.steps(), steps));
        return new Sampling(denoiser, sampler, end, condition, guidance, clipping);
    }

    /** The same by another sampler. */
    public Sampling with(Sampler other) {
        return new Sampling(denoiser, other, grid, condition, guidance, clipping, noiseScale);
    }

    /** The same of another denoiser. */
    public Sampling with(Denoiser other) {
        return new Sampling(other, sampler, grid, condition, guidance, clipping, noiseScale);
    }

    /**
     * A run from clean samples to which noise is added, up to the grid's first level; the noise's first numbers.
     *
     * @param clean [B, ...]
     * @param noise the run's, which closes it
     */
    public SamplingRun startFrom(Tensor clean, Noise noise) {
        return SamplingRun.fromClean(this, noise, clean);
    }

    /**
     * A run from pure noise: the noise's first numbers, scaled.
     *
     * @param noise the run's, which closes it
     * @param shape [B, ...]
     */
    public SamplingRun start(Noise noise, long... shape) {
        return SamplingRun.fromNoise(this, noise, shape);
    }
}
