package darkroom.plan;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** A node and those behind it that one primitive computes in the same go, as what oneDNN calls post-ops. */
final class Chain {

    /** How a primitive sees a value. */
    interface View {
        /** How many rows, each the channels of a pixel, token or sample, lie before what it sees. */
        long before();

        /** All that it sees, in a type. */
        memory.desc whole(memory.data_type type);

        /** One number for each sample and channel, in float32. */
        memory.desc channels();

        /** How many samples lie before the first one that it sees. */
        default long samplesBefore() {
            return 0;
        }
    }

    /** What a primitive can do with its result. */
    enum Ability {
        /** Change each number by itself. */
        CHANGE,
        /** Add values of the same shape, too. */
        ADD,
        /** Add numbers to each channel of a picture, too. */
        ADD_TO_CHANNELS,
        /** Add values of the same shape, and nothing else. */
        ADD_ALONE
    }

    private sealed interface PostOp {}

    private record Each(algorithm function, float alpha, float beta) implements PostOp {}

    private record Added(Place place, boolean whole) implements PostOp {}

    private final Draft draft;
    private final Ability ability;
    private final List<PostOp> postOps = new ArrayList<>();
    private final List<Node> read = new ArrayList<>();
    private Node last;

    private Chain(Draft draft, Node first, Ability ability) {
        this.draft = draft;
        this.last = first;
        this.ability = ability;
    }

    /** The longest chain behind a node that a primitive is able to compute. */
    static Chain from(Draft draft, Node first, Ability ability) {
        Chain chain = new Chain(draft, first, ability);
        chain.extend();
        return chain;
    }

    /** A node by itself. */
    static Chain none(Draft draft, Node only) {
        return new Chain(draft, only, Ability.CHANGE);
    }

    private void extend() {
        while (last.readers().size() == 1) {
            Node next = last.readers().get(0);
            if (!next.operation().follow(next, this)) {
                return;
            }
            draft.done(next);
            last = next;
        }
    }

    /** The node that the chain computes in the end. */
    Node last() {
        return last;
    }

    /** Values that were read on the way, beside those of the first node. */
    List<Node> read() {
        return read;
    }

    boolean each(algorithm function, double alpha, double beta) {
        return ability != Ability.ADD_ALONE && postOps.add(new Each(function, (float) alpha, (float) beta));
    }

    /** Adds a value of the same shape, where that is there already. */
    boolean add(Node other) {
        return ability != Ability.CHANGE && other != last && add(other, true);
    }

    /** Adds one number to each channel of a picture, where those are there already. */
    boolean addToChannels(Node other) {
        return ability == Ability.ADD_TO_CHANNELS && add(other, false);
    }

    private boolean add(Node other, boolean whole) {
        if (!draft.has(other)) {
            return false;
        }
        read.add(other);
        return postOps.add(new Added(draft.place(other), whole));
    }

    /** The attributes of the primitive. */
    primitive_attr attributes(View view) {
        return attributes(new post_ops(), view);
    }

    /** The attributes of a primitive that first adds other numbers; for a chain that adds none itself. */
    primitive_attr attributesBehindSum(memory.desc summand) {
        post_ops all = new post_ops();
        all.append_binary(algorithm.binary_add, summand);
        return attributes(all, new Matrix(0, 0));
    }

    private primitive_attr attributes(post_ops all, View view) {
        for (PostOp postOp : postOps) {
            if (postOp instanceof Each each) {
                all.append_eltwise(each.function, each.alpha, each.beta);
            } else if (postOp instanceof Added added) {
                all.append_binary(algorithm.binary_add, described(added, view));
            }
        }
        primitive_attr attributes = draft.device().attributes();
        attributes.set_post_ops(all);
        return attributes;
    }

    /** Names what the post-ops read. */
    Arguments name(Arguments arguments, View view) {
        for (int i = 0; i < postOps.size(); i++) {
            if (postOps.get(i) instanceof Added added) {
                arguments.withOperand(i, operand(added, view));
            }
        }
        return arguments;
    }

    private memory operand(Added added, View view) {
        return added.whole
                ? draft.memory(added.place, view)
                : draft.memory(added.place, view.channels(), view.samplesBefore() * added.place.stride());
    }

    private static memory.desc described(Added added, View view) {
        return added.whole ? view.whole(added.place.type()) : view.channels();
    }
}
