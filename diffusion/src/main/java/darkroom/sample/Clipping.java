package darkroom.sample;

import darkroom.settings.Kinds;
import darkroom.settings.Registry;
import org.bytedeco.pytorch.Tensor;

/** What is done to an estimate of the clean sample before a sampler uses it. */
@Kinds(Clipping.class)
@FunctionalInterface
public interface Clipping {

    /** All kinds, by the names of recipes and the command line; a number is the limit of a range. */
    Registry<Clipping> ALL = new Registry<Clipping>("clipping", "clip", null)
            .with("none", NoClipping.class, "Estimates stay as they are.")
            .with("range", RangeClipping.class, "Estimates are held in [-limit, limit]; a number alone is that limit.")
            .with(
                    "dynamic",
                    DynamicThresholding.class,
                    "Dynamic thresholding (Saharia et al. 2022): each sample is scaled by one of its own quantiles.")
            .ofNumber("range");

    /** Leaves it as it is. */
    Clipping NONE = new NoClipping();

    /**
     * The estimate in its allowed range.
     *
     * @param x0 clean samples [B, ...]
     * @return {@code x0} itself or a new tensor
     */
    Tensor clip(Tensor x0);
}
