package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The processor, as oneDNN sees it.
 *
 * @param processor what primitives and memory are made for
 * @param order the order in which primitives run
 */
record Device(engine processor, stream order) {

    /** The one that this runs on. */
    static Device here() {
        engine first = new engine(engine.kind.cpu, 0);
        return new Device(first, new stream(first));
    }

    /** The same processor with another order of what runs. */
    Device withOrderOfItsOwn() {
        return new Device(processor, new stream(processor));
    }

    /** Memory of its own. */
    memory memory(memory.desc as) {
        return new memory(as, processor);
    }

    /** Memory that lies in other memory from a byte on. */
    memory memory(memory.desc as, Pointer in, long from) {
        return new memory(as, processor, new BytePointer(in).getPointer(from));
    }

    /** Attributes of a primitive that is given its scratch memory: oneDNN's own belongs to one thread. */
    primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        return attributes;
    }

    /** Adds a step that copies numbers, in another order or type if need be. */
    void copy(String kind, memory from, memory to, Steps steps) {
        reorder.primitive_desc description = new reorder.primitive_desc(from, to, attributes(), false);
        steps.add(
                kind,
                description,
                new reorder(description),
                new Arguments().with(DNNL_ARG_FROM, from).with(DNNL_ARG_TO, to));
    }

    void execute(primitive what, IntMemoryMap arguments) {
        what.execute(order, arguments);
    }
}
