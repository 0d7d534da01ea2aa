package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;

/** What a primitive reads and writes. */
final class Arguments {

    private static final Set<Integer> WRITTEN = Set.of(DNNL_ARG_DST, DNNL_ARG_MEAN, DNNL_ARG_VARIANCE);

    /** Bytes of memory by their addresses. */
    private record Bytes(long from, long end, boolean written) {

        boolean clash(Bytes other) {
            return (written || other.written) && from < other.end && other.from < end;
        }
    }

    private final IntMemoryMap map = new IntMemoryMap();
    private final List<Bytes> touched = new ArrayList<>();

    /** One more; {@code role} is one of oneDNN's {@code DNNL_ARG} constants. */
    Arguments with(int role, memory value) {
        map.put(role, value);
        if (role != DNNL_ARG_SCRATCHPAD) {
            long from = value.get_data_handle().address();
            touched.add(new Bytes(from, from + value.get_desc().get_size(), WRITTEN.contains(role)));
        }
        return this;
    }

    /** The second operand of a binary post-op, by its place among the post-ops. */
    Arguments withOperand(int postOp, memory value) {
        return with(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (postOp + 1) | DNNL_ARG_SRC_1, value);
    }

    /** Whether one of two primitives writes what the other one reads or writes, apart from scratch memory. */
    boolean clash(Arguments other) {
        return touched.stream().anyMatch(mine -> other.touched.stream().anyMatch(mine::clash));
    }

    IntMemoryMap map() {
        return map;
    }
}
