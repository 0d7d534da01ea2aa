package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;

/** The steps of a plan in order, and the scratch memory that its primitives take turns in. */
final class Steps {

    /**
     * One step.
     *
     * @param kind what is done, such as {@code convolution 3x3}
     * @param implementation by which oneDNN does it, or {@code java}
     */
    record Step(String kind, String implementation, Runnable work) {}

    private record Scratch(memory.desc needed, Arguments by) {}

    private final Device device;
    private final List<Step> list = new ArrayList<>();
    private final List<Scratch> scratches = new ArrayList<>();

    Steps(Device device) {
        this.device = device;
    }

    /** A primitive, whose attributes say that its scratch memory is given to it. */
    void add(String kind, primitive_desc_base description, primitive what, Arguments arguments) {
        memory.desc needed = description.scratchpad_desc();
        if (needed.get_size() > 0) {
            scratches.add(new Scratch(needed, arguments));
        }
        list.add(new Step(kind, description.impl_info_str().getString(), () -> device.execute(what, arguments.map())));
    }

    /** Work that Java does between primitives. */
    void add(String kind, Runnable work) {
        list.add(new Step(kind, "java", work));
    }

    /** All steps, once they have been given their scratch memory. */
    List<Step> finish(Buffers buffers) {
        long most = scratches.stream()
                .mapToLong(scratch -> scratch.needed.get_size())
                .max()
                .orElse(0);
        if (most > 0) {
            Buffer shared = buffers.fresh(most);
            scratches.forEach(
                    scratch -> scratch.by.with(DNNL_ARG_SCRATCHPAD, device.memory(scratch.needed, shared.start(), 0)));
        }
        return List.copyOf(list);
    }
}
