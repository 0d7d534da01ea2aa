package darkroom.exact;

import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The check that samples have the shape of the data that a denoiser knows. */
final class KnownShape {

    private KnownShape() {}

    static void check(Tensor x, Tensor known) {
        List<Long> given = Tensors.shape(x), data = Tensors.shape(known);
        List<Long> sample = data.subList(1, data.size());
        if (given.isEmpty() || !given.subList(1, given.size()).equals(sample)) {
            throw new IllegalArgumentException("This denoiser knows samples of shape " + sample
                    + ", so it takes no batch of shape " + given + ".");
        }
    }
}
