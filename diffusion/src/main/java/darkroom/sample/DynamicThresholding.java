package darkroom.sample;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scales an estimate of the clean sample down when many of its values are too large (Saharia et al. 2022, section 2.3):
 * with s the quantile of a row's magnitudes, held in [1, most], values are held in [-s, s] and divided by s.
 */
public record DynamicThresholding(
        @Setting(
                value = "the quantile of a sample's magnitudes that becomes its limit",
                otherwise = "0.995",
                range = "(0, 1)")
        double quantile,

        @Setting(value = "the largest limit", otherwise = "1", range = "[1, inf)")
        double most)
        implements Clipping {

    public DynamicThresholding {
        Settings.check(DynamicThresholding.class, quantile, most);
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
