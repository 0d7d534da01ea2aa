package darkroom.latent;

import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The normal distributions that a variational encoder gives, one for each number of the latents (Kingma and Welling 2014, section 3).
 *
 * @param mean [B, L, h, w]
 * @param logVariance of the same shape
 */
public record Moments(Tensor mean, Tensor logVariance) {

    /** The logarithms of variances beyond which the reference does not go. */
    private static final double LEAST = -30, MOST = 20;

    /** What an encoder gives, [B, 2 L, h, w]: first the means, then the logarithms of the variances. */
    public static Moments of(Tensor encoded) {
        TensorVector halves = encoded.chunk(2, 1);
        return new Moments(
                halves.get(0),
                halves.get(1).clamp(new ScalarOptional(new Scalar(LEAST)), new ScalarOptional(new Scalar(MOST))));
    }

    /** A draw from them, by standard normal noise of their shape. */
    public Tensor drawn(Tensor noise) {
        return Tensors.scaled(0.5, logVariance).exp().mul(noise).add(mean);
    }

    /** Their Kullback-Leibler divergence from the standard normal distribution (appendix B there), the mean over all numbers; a scalar. */
    public Tensor divergence() {
        Tensor terms = mean.square().add(logVariance.exp()).sub(logVariance).sub(new Scalar(1));
        return Tensors.scaled(0.5, terms.mean());
    }
}
