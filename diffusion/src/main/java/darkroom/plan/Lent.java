package darkroom.plan;

import org.bytedeco.dnnl.memory;

/** One float32 for each sample and channel, in memory that is lent for the time of a few steps. */
final class Lent {

    private final Draft draft;
    private final Buffer buffer;
    private final Floats floats;

    Lent(Draft draft, long count) {
        this.draft = draft;
        this.buffer = draft.lend(count * Float.BYTES);
        this.floats = new Floats(buffer.start(), 0, count);
    }

    Floats floats() {
        return floats;
    }

    /** As a primitive sees it, from a number on. */
    memory memory(memory.desc as, long from) {
        return draft.memory(buffer, as, from * Float.BYTES);
    }

    void end() {
        draft.release(buffer);
    }
}
