package darkroom.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A value of a pass that is being recorded: what makes it, from what, and its shape with the batch, channels second. */
final class Node {

    private final Operation operation;
    private final List<Node> inputs;
    private final long[] shape;
    private final List<Node> readers = new ArrayList<>();

    Node(Operation operation, List<Node> inputs, long... shape) {
        this.operation = operation;
        this.inputs = List.copyOf(inputs);
        this.shape = shape;
    }

    /**
     * All that a result needs, each behind what it reads: first what does not depend on any picture, so that it can be added on the
     * way, then the others, in the order in which they were recorded.
     *
     * @param recorded all nodes of a pass
     */
    static List<Node> needed(Node result, List<Node> recorded) {
        Set<Node> needed = new LinkedHashSet<>(List.of(result));
        for (int i = recorded.size() - 1; i >= 0; i--) {
            if (needed.contains(recorded.get(i))) {
                needed.addAll(recorded.get(i).inputs);
            }
        }
        List<Node> order = new ArrayList<>();
        List<Node> ofPictures = new ArrayList<>();
        for (Node node : recorded) {
            if (needed.contains(node)) {
                boolean early = node.isEmbedding() && node.inputs.stream().noneMatch(ofPictures::contains);
                (early ? order : ofPictures).add(node);
                node.inputs.forEach(input -> input.readers.add(node));
            }
        }
        order.addAll(ofPictures);
        return order;
    }

    Operation operation() {
        return operation;
    }

    List<Node> inputs() {
        return inputs;
    }

    Node input(int i) {
        return inputs.get(i);
    }

    /** Who reads it, as often as they do. */
    List<Node> readers() {
        return readers;
    }

    long[] shape() {
        return shape.clone();
    }

    int rank() {
        return shape.length;
    }

    long size(int dimension) {
        return shape[dimension];
    }

    /** How many numbers stand behind each other for a pixel, a token or a sample. */
    long channels() {
        return isPicture() ? shape[1] : shape.length == 1 ? 1 : shape[shape.length - 1];
    }

    /** How many pixels, tokens or samples there are in the whole batch. */
    long rows() {
        long numbers = 1;
        for (long size : shape) {
            numbers *= size;
        }
        return numbers / channels();
    }

    boolean isPicture() {
        return shape.length == 4;
    }

    /** Whether it is one short row for each sample, which is kept in float32 whatever the plan's precision. */
    boolean isEmbedding() {
        return shape.length <= 2;
    }
}
