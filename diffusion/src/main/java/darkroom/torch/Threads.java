package darkroom.torch;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** How many threads the native libraries compute with. */
public final class Threads {

    static {
        Natives.ready();
    }

    private Threads() {}

    /**
     * Sets the number for the whole process.
     *
     * @param count at least 1
     */
    public static void use(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Computing needs at least 1 thread, not " + count + ".");
        }
        torch.set_num_threads(count);
        // OpenBLAS has a pool of its own that spins beside libtorch's and slows it down threefold.
        openblas_nolapack.blas_set_num_threads(1);
    }

    /** How many libtorch uses. */
    public static int count() {
        return torch.get_num_threads();
    }
}
