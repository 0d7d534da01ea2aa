package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A linear map of tokens whose second half of channels, through a GELU, is multiplied by the first (Shazeer 2020, GEGLU): one product for each half,
 * so that neither is moved.
 *
 * @param layer whose weights it has, with bias
 */
record GatedLinear(String layer) implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Matrix result = Matrix.of(node);
        Place gates = new Place(
                draft.lend(result.rows() * result.columns() * Layout.bytes(draft.type(node))),
                draft.type(node),
                0,
                result.columns());
        Place to = draft.make(node);
        draft.steps().share("linear", result.rows(), band -> {
            post_ops gelu = new post_ops();
            gelu.append_eltwise(algorithm.eltwise_gelu_erf, 0, 0);
            return half(1, node, result.rows(band), gates, gelu, new Arguments(), draft);
        });
        draft.steps().share("linear", result.rows(), band -> {
            Matrix rows = result.rows(band);
            post_ops product = new post_ops();
            product.append_binary(algorithm.binary_mul, rows.whole(gates.type()));
            return half(0, node, rows, to, product, new Arguments().withOperand(0, draft.memory(gates, rows)), draft);
        });
        draft.release(gates.buffer());
        draft.read(node.inputs());
    }

    private Steps.Primitive half(
            int half, Node node, Matrix result, Place to, post_ops behind, Arguments arguments, Draft draft) {
        Node tokens = node.input(0);
        Place from = draft.place(tokens);
        Matrix source = new Matrix(result.rows(), tokens.channels(), result.before());
        primitive_attr attributes = draft.device().attributes();
        attributes.set_post_ops(behind);
        memory.desc bias = Layout.matrix(1, result.columns(), memory.data_type.f32);
        matmul.primitive_desc description = new matmul.primitive_desc(
                draft.device().processor(),
                source.whole(from.type()),
                Layout.any(from.type(), source.columns(), result.columns()),
                bias,
                result.whole(to.type()),
                attributes,
                false);
        return new Steps.Primitive(
                description,
                new matmul(description),
                arguments
                        .with(DNNL_ARG_SRC, draft.memory(from, source))
                        .with(DNNL_ARG_WEIGHTS, draft.weights().half(layer, half, description.weights_desc()))
                        .with(DNNL_ARG_BIAS, draft.weights().halfBias(layer, half, bias))
                        .with(DNNL_ARG_DST, draft.memory(to, result)));
    }
}
