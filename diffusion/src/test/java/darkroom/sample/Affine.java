package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a sampler makes of one number where the denoiser is affine: {@code x' = centre + gain z + sum of fresh_i z_i}, found
 * without chance by a batch that has one row for each source of noise.
 *
 * @param centre where the middle of the start is carried
 * @param gain what one unit of the start's noise becomes
 * @param fresh the root of the sum of the squares of what the steps add
 * @param draws how often the sampler drew noise
 */
record Affine(double centre, double gain, double fresh, int draws) {

    /** The standard deviation at the end, of a start with one unit of noise. */
    double spread() {
        return Math.hypot(gain, fresh);
    }

    /**
     * A run.
     *
     * @param middle where the start's noise is 0
     * @param unit what one unit of it is there
     */
    static Affine of(Denoiser denoiser, Sampler sampler, List<NoiseLevel> levels, double middle, double unit) {
        int rows = levels.size() + 2;
        double[] start = new double[rows];
        Arrays.fill(start, middle);
        start[1] += unit;
        int[] draws = {0};
        Noise each = shape -> {
            double[] z = new double[rows];
            z[2 + draws[0]++] = 1;
            return Tensors.of(z, rows, 1);
        };
        double[] end = Scope.call(
                () -> {
                    Sampling sampling = new Sampling(denoiser, sampler, TimeGrid.through(levels));
                    try (SamplingRun run = SamplingRun.from(sampling, each, Tensors.of(start, rows, 1))) {
                        run.finish(made -> {});
                        return Tensors.doubles(run.x());
                    }
                },
                kept -> Stream.empty());
        double fresh = Arrays.stream(end, 2, rows)
                .map(x -> (x - end[0]) * (x - end[0]))
                .sum();
        return new Affine(end[0], end[1] - end[0], Math.sqrt(fresh), draws[0]);
    }
}
