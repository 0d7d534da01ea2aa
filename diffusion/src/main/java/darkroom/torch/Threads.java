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
     * @param count 1 to {@link Processor#mostThreads()}; thousands would do little but wait for each other
     */
    public static void use(int count) {
        if (count < 1 || count > Processor.mostThreads()) {
            throw new IllegalArgumentException(
                    "Computing takes 1 to " + Processor.mostThreads() + " threads, not " + count + ".");
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
