package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import darkroom.network.Activation;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;

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
            case TANH_GELU -> new Elementwise(algorithm.eltwise_gelu_tanh, 0, 0);
            case QUICK_GELU -> new Elementwise(algorithm.eltwise_swish, 1.702, 0);
            case RELU -> new Elementwise(algorithm.eltwise_relu, 0, 0);
            case TANH -> new Elementwise(algorithm.eltwise_tanh, 0, 0);
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
        Chain chain = Chain.from(draft, node, Chain.Ability.ADD_ALONE);
        Place from = draft.place(node.input(0)), to = draft.make(chain.last());
        draft.steps()
                .share("elementwise", node.rows(), band -> share(Matrix.of(node).rows(band), from, to, chain, draft));
        draft.read(node.inputs());
        draft.read(chain.read());
    }

    private Steps.Primitive share(Matrix rows, Place from, Place to, Chain chain, Draft draft) {
        eltwise_forward.primitive_desc description = new eltwise_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference,
                function,
                rows.whole(from.type()),
                rows.whole(to.type()),
                (float) alpha,
                (float) beta,
                chain.attributes(rows),
                false);
        Arguments arguments =
                new Arguments().with(DNNL_ARG_SRC, draft.memory(from, rows)).with(DNNL_ARG_DST, draft.memory(to, rows));
        return new Steps.Primitive(description, new eltwise_forward(description), chain.name(arguments, rows));
    }
}
