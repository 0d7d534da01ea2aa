package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;

/** What a primitive reads and writes. */
final class Arguments {

    private final IntMemoryMap map = new IntMemoryMap();

    /** One more; {@code role} is one of oneDNN's {@code DNNL_ARG} constants. */
    Arguments with(int role, memory value) {
        map.put(role, value);
        return this;
    }

    /** The second operand of a binary post-op, by its place among the post-ops. */
    Arguments withOperand(int postOp, memory value) {
        return with(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (postOp + 1) | DNNL_ARG_SRC_1, value);
    }

    IntMemoryMap map() {
        return map;
    }
}
