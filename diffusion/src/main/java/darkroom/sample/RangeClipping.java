package darkroom.sample;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Holds estimates of the clean sample in a range.
 */
public record RangeClipping(
        @Setting(value = "the largest magnitude, 1 for pictures", otherwise = "1", range = "(0, inf)")
        double limit) implements Clipping {

    /** The range of pictures, [-1, 1]. */
    public static final RangeClipping PICTURES = new RangeClipping(1);

    public RangeClipping {
        Settings.check(RangeClipping.class, limit);
    }

    @Override
    public Tensor clip(Tensor x0) {
        return Tensors.clamped(x0, limit);
    }
}
