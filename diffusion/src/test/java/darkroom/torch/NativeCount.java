package darkroom.torch;

import org.bytedeco.javacpp.Pointer;

/** How many native objects there are, for tests that none is forgotten. */
public final class NativeCount {

    private NativeCount() {}

    /** The count, once the collector has freed what other tests of the process left to it, which would be counted as freed. */
    public static long settled() throws InterruptedException {
        long count;
        do {
            count = Pointer.totalCount();
            System.gc();
            Thread.sleep(100);
        } while (Pointer.totalCount() != count);
        return count;
    }
}
