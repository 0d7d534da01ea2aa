package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import darkroom.network.Activation;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/**
 * A function of each number.
 *
 * @param function as oneDNN names it
 * @param alpha its first parameter
 * @param beta its second parameter
 */
record Elementwise(algorithm function, double alpha, double beta) implements Operation {

    static Elementwise of(Activation activation) {
        return switch (activation) {
            case SILU -> new Elementwise(algorithm.eltwise_swish, 1, 0);
            case MISH -> new Elementwise(algorithm.eltwise_mish, 0, 0);
            case GELU -> new Elementwise(algorithm.eltwise_gelu_erf, 0, 0);
            case RELU -> new Elementwise(algorithm.eltwise_relu, 0, 0);
        };
    }

    static Elementwise affine(double factor, double offset) {
        return new Elementwise(algorithm.eltwise_linear, factor, offset);
    }

    @Override
    public boolean follow(Node node, Chain chain) {
        return chain.each(function, alpha, beta);
    }

    @Override
    public void plan(Node node, Draft draft) {
        Matrix rows = Matrix.of(node);
        Chain chain = Chain.from(draft, node, Chain.Ability.ADD);
        Place from = draft.place(node.input(0)), to = draft.make(chain.last());
        memory.desc source = rows.whole(from.type()), result = rows.whole(to.type());
        eltwise_forward.primitive_desc description = new eltwise_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference,
                function,
                source,
                result,
                (float) alpha,
                (float) beta,
                chain.attributes(rows),
                false);
        Arguments arguments = new Arguments()
                .with(DNNL_ARG_SRC, draft.memory(from, source))
                .with(DNNL_ARG_DST, draft.memory(to, result));
        draft.steps().add("elementwise", description, new eltwise_forward(description), chain.name(arguments, rows));
        draft.read(node.inputs());
        draft.read(chain.read());
    }
}
