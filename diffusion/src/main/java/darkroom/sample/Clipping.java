package darkroom.sample;

import org.bytedeco.pytorch.Tensor;

/** What is done to an estimate of the clean sample before a sampler uses it. */
@FunctionalInterface
public interface Clipping {

    /** Leaves it as it is. */
    Clipping NONE = x0 -> x0;

    /**
     * The estimate in its allowed range.
     *
     * @param x0 clean samples [B, ...]
     * @return {@code x0} itself or a new tensor
     */
    Tensor clip(Tensor x0);
}
