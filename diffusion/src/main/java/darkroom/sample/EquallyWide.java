package darkroom.sample;

import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Adams and Bashforth's weights of orders 1 to 4 for steps that are equally wide, whatever steps are. */
final class EquallyWide {

    private static final double[][] OF_OLDER = {
        {}, {-1 / 2.0}, {-16 / 12.0, 5 / 12.0}, {-59 / 24.0, 37 / 24.0, -9 / 24.0},
    };
    private static final double[] OF_NEWEST = {1, 3 / 2.0, 23 / 12.0, 55 / 24.0};

    private EquallyWide() {}

    /**
     * The mean over the step to come.
     *
     * @param older the newest first; the first three are used, as far as there are any
     */
    static Tensor extrapolated(Tensor newest, List<Tensor> older) {
        int known = Math.min(older.size(), OF_OLDER.length - 1);
        return Tensors.sum(OF_NEWEST[known], newest, OF_OLDER[known], older);
    }
}
