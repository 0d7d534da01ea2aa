package darkroom.sample;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scales an estimate of the clean sample down when many of its values are too large (Saharia et al. 2022, section 2.3):
 * with s the quantile of a row's magnitudes, held in [1, most], values are held in [-s, s] and divided by s.
 *
 * @param quantile which quantile s is, in (0, 1); the paper has 0.995
 * @param most the largest s, at least 1
 */
public record DynamicThresholding(double quantile, double most) implements Clipping {

    public DynamicThresholding {
        if (!(quantile > 0 && quantile < 1 && most >= 1)) {
            throw new IllegalArgumentException(
                    "Dynamic thresholding needs a quantile in (0, 1) and a largest threshold of at least 1, not "
                            + quantile + " and " + most + ".");
        }
    }

    @Override
    public Tensor clip(Tensor x0) {
        long rows = x0.size(0);
        Tensor flat = x0.reshape(rows, -1);
        Tensor sizes = flat.abs().to(torch.ScalarType.Double);
        Tensor threshold = torch.quantile(sizes, quantile, new LongOptional(1), true, "linear")
                .clamp(new ScalarOptional(new Scalar(1.0)), new ScalarOptional(new Scalar(most)))
                .to(x0.scalar_type());
        return flat.minimum(threshold).maximum(threshold.neg()).div(threshold).view_as(x0);
    }
}
