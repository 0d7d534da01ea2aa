package darkroom.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.memory;

/** A plan that is being made: which values there are already, where they lie, and the steps so far. */
final class Draft {

    private final Device device;
    private final memory.data_type precision;
    private final PlanWeights weights;
    private final Inputs inputs = new Inputs();
    private final Buffers buffers;
    private final Steps steps;
    private final Map<Node, Place> places = new HashMap<>();
    private final Set<Node> done = new HashSet<>();

    /**
     * Nothing so far.
     *
     * @param threads which share each step
     */
    Draft(Device device, memory.data_type precision, PlanWeights weights, int threads) {
        this.device = device;
        this.precision = precision;
        this.weights = weights;
        this.steps = new Steps(device, threads);
        this.buffers = new Buffers(device);
    }

    Device device() {
        return device;
    }

    /** The type of pictures and tokens. */
    memory.data_type precision() {
        return precision;
    }

    PlanWeights weights() {
        return weights;
    }

    Inputs inputs() {
        return inputs;
    }

    Steps steps() {
        return steps;
    }

    Buffers buffers() {
        return buffers;
    }

    /** The type in which a value is kept. */
    memory.data_type type(Node node) {
        return node.isEmbedding() ? memory.data_type.f32 : precision;
    }

    /** Makes room for a value, densely. */
    Place make(Node node) {
        return bind(node, buffers.take(bytes(node)));
    }

    /** Makes room that no step writes to before the value has been read. */
    Place makeAlone(Node node) {
        return bind(node, buffers.fresh(bytes(node)));
    }

    private long bytes(Node node) {
        return node.rows() * node.channels() * Layout.bytes(type(node));
    }

    private Place bind(Node node, Buffer buffer) {
        return bind(node, new Place(buffer, type(node), 0, node.channels()));
    }

    /** Says where a value lies that is computed from here on. */
    Place bind(Node node, Place place) {
        places.put(node, place);
        place.buffer().expect(node.readers().size());
        done.add(node);
        return place;
    }

    /** Says that a node has been taken care of. */
    void done(Node node) {
        done.add(node);
    }

    boolean isDone(Node node) {
        return done.contains(node);
    }

    /** Whether a value is computed already. */
    boolean has(Node node) {
        return places.containsKey(node);
    }

    Place place(Node node) {
        Place place = places.get(node);
        if (place == null) {
            throw new IllegalStateException("Read before it is computed: " + node.operation());
        }
        return place;
    }

    /** Says that values have been read by one reader; memory that nobody reads any more is lent again. */
    void read(List<Node> nodes) {
        nodes.forEach(node -> release(place(node).buffer()));
    }

    /** Lends memory for the time of a step. */
    Buffer lend(long bytes) {
        Buffer buffer = buffers.take(bytes);
        buffer.expect(1);
        return buffer;
    }

    void release(Buffer buffer) {
        if (buffer.read()) {
            buffers.giveBack(buffer);
        }
    }

    /** A value as Java sees it, which must be in float32 and dense. */
    Floats floats(Node node) {
        Place place = place(node);
        return new Floats(place.buffer().start(), place.offset(), node.rows() * node.channels());
    }

    /** What a primitive sees of a value. */
    memory memory(Place place, Chain.View view) {
        return memory(place, view.whole(place.type()), view.before() * place.stride());
    }

    /** A value as a primitive sees it. */
    memory memory(Place place, memory.desc as) {
        return memory(place, as, 0);
    }

    /** A value from a number on, as a primitive sees it. */
    memory memory(Place place, memory.desc as, long from) {
        return memory(place.buffer(), as, (place.offset() + from) * Layout.bytes(place.type()));
    }

    /** Memory from a byte on, as a primitive sees it. */
    memory memory(Buffer buffer, memory.desc as, long offset) {
        return device.memory(as, buffer.start(), offset);
    }
}
