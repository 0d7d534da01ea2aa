package darkroom.plan;

import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network is told, and what libtorch makes of it before the first recorded step: sinusoids, rows of a table.
 *
 * @param made from what is asked, of the node's shape
 */
record Given(Function<Asked, Tensor> made) implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        if (node.isEmbedding()) {
            draft.inputs().add(made, draft.makeAlone(node).buffer());
        } else {
            memory.desc told = Layout.dense(memory.data_type.f32, node.shape());
            Buffer buffer = draft.buffers().fresh(told.get_size());
            draft.inputs().add(made, buffer);
            Place to = draft.make(node);
            memory.desc kept =
                    node.isPicture() ? Layout.pictures(node.shape(), to.type()) : Layout.dense(to.type(), node.shape());
            draft.device().copy("input", draft.memory(buffer, told, 0), draft.memory(to, kept), draft.steps());
        }
    }
}
