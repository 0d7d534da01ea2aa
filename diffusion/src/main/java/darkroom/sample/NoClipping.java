package darkroom.sample;

import org.bytedeco.pytorch.Tensor;

/** Leaves estimates of the clean sample as they are. */
public record NoClipping() implements Clipping {

    @Override
    public Tensor clip(Tensor x0) {
        return x0;
    }
}
