package darkroom.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;

/** Lends memory to the values of a plan, and lends it again when nobody reads it any more. */
final class Buffers {

    private final Device device;
    private final Map<Long, Deque<Buffer>> idle = new HashMap<>();
    private long bytes;

    Buffers(Device device) {
        this.device = device;
    }

    /** Memory of a size, with whatever was in it. */
    Buffer take(long size) {
        Deque<Buffer> fitting = idle.get(size);
        return fitting == null || fitting.isEmpty() ? fresh(size) : fitting.pop();
    }

    /** Memory that nobody else is ever lent. */
    Buffer fresh(long size) {
        bytes += size;
        return new Buffer(device.memory(Layout.list(size, memory.data_type.u8)).get_data_handle(), size);
    }

    void giveBack(Buffer buffer) {
        idle.computeIfAbsent(buffer.bytes(), size -> new ArrayDeque<>()).push(buffer);
    }

    /** How much there is in all. */
    long bytes() {
        return bytes;
    }
}
