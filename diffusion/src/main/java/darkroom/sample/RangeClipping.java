package darkroom.sample;

import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Holds estimates of the clean sample in a range.
 *
 * @param limit values lie in {@code [-limit, limit]}; positive
 */
public record RangeClipping(double limit) implements Clipping {

    /** The range of pictures, [-1, 1]. */
    public static final RangeClipping PICTURES = new RangeClipping(1);

    public RangeClipping {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("Clipping needs a positive limit, not " + limit + ".");
        }
    }

    @Override
    public Tensor clip(Tensor x0) {
        return Tensors.clamped(x0, limit);
    }
}
