package darkroom.plan;

import org.bytedeco.javacpp.Pointer;

/** Memory that values of a plan take turns in. */
final class Buffer {

    private final Pointer start;
    private final long bytes;
    private int readers;

    Buffer(Pointer start, long bytes) {
        this.start = start;
        this.bytes = bytes;
    }

    Pointer start() {
        return start;
    }

    long bytes() {
        return bytes;
    }

    /** Counts reads that are still to come. */
    void expect(int reads) {
        readers += reads;
    }

    /** Counts a read as done; says whether it was the last one. */
    boolean read() {
        readers--;
        return readers == 0;
    }
}
