package darkroom.sample;

import darkroom.objective.PredictionType;
import darkroom.objective.PredictionType.Mix;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a denoiser says of a sample, after guidance.
 *
 * <p>An output {@code a x0 + b noise} and the sample {@code alpha x0 + sigma noise} are two equations for two unknowns.
 *
 * @param x the sample that was looked at
 * @param level its noise level
 * @param output the denoiser's output after guidance, before any conversion; where its network learned a variance, that is in
 *     as many channels again, behind those of the sample
 * @param x0 the clean sample, after clipping
 * @param epsilon the noise, as the unclipped output has it
 */
public record Estimate(Tensor x, NoiseLevel level, Tensor output, Tensor x0, Tensor epsilon) {

    /**
     * Solves for the clean sample and the noise.
     *
     * <p>Without noise x0 is {@code x / alpha}, and where the output does not hold the noise either, the noise is 0.
     *
     * @throws IllegalArgumentException when the output says nothing of the clean sample: an epsilon where no signal is left
     */
    public static Estimate of(Tensor x, NoiseLevel level, Tensor output, PredictionType prediction, Clipping clipping) {
        Mix mix = prediction.mix(level);
        double alpha = level.alpha(), sigma = level.sigma();
        Tensor said = hasVariance(x, output) ? output.narrow(1, 0, x.size(1)) : output;
        double determinant = alpha * mix.ofNoise() - sigma * mix.ofX0();
        if (sigma == 0) {
            Tensor x0 = Tensors.scaled(1 / alpha, x);
            Tensor epsilon = mix.ofNoise() == 0
                    ? Tensors.scaled(0, x)
                    : Tensors.sum(1 / mix.ofNoise(), said, -mix.ofX0() / mix.ofNoise(), x0);
            return new Estimate(x, level, output, clipping.clip(x0), epsilon);
        }
        if (determinant == 0) {
            throw new IllegalArgumentException(
                    "An output of type " + prediction.name() + " at alpha " + alpha + " says nothing"
                            + " of the clean sample: use a model of another prediction type, or a schedule that keeps some signal.");
        }
        Tensor x0 = Tensors.sum(mix.ofNoise() / determinant, x, -sigma / determinant, said);
        Tensor epsilon = Tensors.sum(-mix.ofX0() / determinant, x, alpha / determinant, said);
        return new Estimate(x, level, output, clipping.clip(x0), epsilon);
    }

    /** What the output says of the variance, of the sample's shape; absent where the network learned none. */
    public @Nullable Tensor variance() {
        return hasVariance(x, output) ? output.narrow(1, x.size(1), x.size(1)) : null;
    }

    private static boolean hasVariance(Tensor x, Tensor output) {
        return x.dim() > 1 && output.size(1) == 2 * x.size(1);
    }

    /** The noise that x holds besides the clipped x0: {@code (x - alpha x0) / sigma}; as it was where there is no noise. */
    public Tensor rederivedEpsilon() {
        return level.sigma() == 0 ? epsilon : Tensors.sum(1 / level.sigma(), x, -level.alpha() / level.sigma(), x0);
    }

    /** The same with the noise that x holds besides the clipped x0. */
    public Estimate consistent() {
        return new Estimate(x, level, output, x0, rederivedEpsilon());
    }
}
