package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/**
 * A linear map of the last dimension, with bias where it has one, and what is added to it.
 *
 * @param layer whose weights it has
 */
record Linear(String layer) implements Operation {

    private static final String KIND = "linear";

    @Override
    public void plan(Node node, Draft draft) {
        List<Node> together = node.rows() == 1 ? ofSameRow(node, draft) : readBySameAttention(node);
        if (together.size() > 1) {
            planSideBySide(together, draft);
        } else {
            Chain chain = Chain.from(draft, node, Chain.Ability.ADD);
            Place to = draft.make(chain.last());
            multiply(List.of(layer), node, Matrix.of(node), to, chain, draft);
            draft.read(node.inputs());
            draft.read(chain.read());
        }
    }

    /** All that read the same single row, of which a product each takes longer to begin than to compute. */
    private static List<Node> ofSameRow(Node node, Draft draft) {
        return node.input(0).readers().stream()
                .filter(reader -> reader.operation() instanceof Linear && !draft.isDone(reader))
                .toList();
    }

    /** Queries, keys and values that are made of the same tokens. */
    private static List<Node> readBySameAttention(Node node) {
        if (node.readers().size() != 1 || !(node.readers().get(0).operation() instanceof Attention)) {
            return List.of();
        }
        List<Node> all = node.readers().get(0).inputs();
        boolean alike = all.stream()
                .allMatch(one -> one.operation() instanceof Linear
                        && one.readers().size() == 1
                        && one.input(0) == node.input(0)
                        && one.channels() == node.channels());
        return alike ? all : List.of();
    }

    /** Threads share the rows; of a single row, the maps. */
    private static void planSideBySide(List<Node> together, Draft draft) {
        Node first = together.get(0);
        Matrix whole = new Matrix(first.rows(), channels(together));
        memory.data_type type = draft.type(first);
        Buffer buffer = draft.buffers().take(whole.rows() * whole.columns() * Layout.bytes(type));
        long at = 0;
        for (Node node : together) {
            draft.bind(node, new Place(buffer, type, at, whole.columns()));
            at += node.channels();
        }
        Chain alone = Chain.none(draft, first);
        if (whole.rows() == 1) {
            draft.steps().share(KIND, together.size(), band -> {
                List<Node> some = together.subList(Math.toIntExact(band.first()), Math.toIntExact(band.end()));
                Matrix result = new Matrix(1, channels(some));
                return product(
                        layers(some),
                        first.input(0),
                        Matrix.of(first.input(0)),
                        result,
                        draft.place(some.get(0)),
                        alone,
                        draft);
            });
        } else {
            multiply(layers(together), first, whole, draft.place(first), alone, draft);
        }
        together.forEach(node -> draft.read(node.inputs()));
    }

    private static long channels(List<Node> nodes) {
        return nodes.stream().mapToLong(Node::channels).sum();
    }

    private static List<String> layers(List<Node> nodes) {
        return nodes.stream().map(node -> ((Linear) node.operation()).layer).toList();
    }

    private static void multiply(List<String> layers, Node node, Matrix result, Place to, Chain chain, Draft draft) {
        Matrix source = Matrix.of(node.input(0));
        draft.steps()
                .share(
                        KIND,
                        result.rows(),
                        band -> product(layers, node.input(0), source.rows(band), result.rows(band), to, chain, draft));
    }

    private static Steps.Primitive product(
            List<String> layers, Node read, Matrix source, Matrix result, Place to, Chain chain, Draft draft) {
        Place from = draft.place(read);
        boolean biased = draft.weights().addBias(layers);
        memory.desc bias = Layout.matrix(1, result.columns(), memory.data_type.f32);
        matmul.primitive_desc description = new matmul.primitive_desc(
                draft.device().processor(),
                source.whole(from.type()),
                Layout.any(from.type(), source.columns(), result.columns()),
                biased ? bias : new memory.desc(),
                result.whole(to.type()),
                chain.attributes(result),
                false);
        Arguments arguments = new Arguments()
                .with(DNNL_ARG_SRC, draft.memory(from, source))
                .with(DNNL_ARG_WEIGHTS, draft.weights().matrix(layers, description.weights_desc()))
                .with(DNNL_ARG_DST, draft.memory(to, result));
        if (biased) {
            arguments.with(DNNL_ARG_BIAS, draft.weights().biases(layers, bias));
        }
        return new Steps.Primitive(description, new matmul(description), chain.name(arguments, result));
    }
}
