package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;

/** The sum of two values of one shape. */
record Sum() implements Operation {

    @Override
    public boolean follow(Node node, Chain chain) {
        return chain.add(node.input(node.input(0) == chain.last() ? 1 : 0));
    }

    @Override
    public void plan(Node node, Draft draft) {
        Chain chain = Chain.from(draft, node, Chain.Ability.ADD);
        Place a = draft.place(node.input(0)), b = draft.place(node.input(1)), to = draft.make(chain.last());
        draft.steps().share("sum", node.rows(), band -> share(Matrix.of(node).rows(band), a, b, to, chain, draft));
        draft.read(node.inputs());
        draft.read(chain.read());
    }

    private static Steps.Primitive share(Matrix rows, Place a, Place b, Place to, Chain chain, Draft draft) {
        binary.primitive_desc description = new binary.primitive_desc(
                draft.device().processor(),
                algorithm.binary_add,
                rows.whole(a.type()),
                rows.whole(b.type()),
                rows.whole(to.type()),
                chain.attributes(rows),
                false);
        Arguments arguments = new Arguments()
                .with(DNNL_ARG_SRC_0, draft.memory(a, rows))
                .with(DNNL_ARG_SRC_1, draft.memory(b, rows))
                .with(DNNL_ARG_DST, draft.memory(to, rows));
        return new Steps.Primitive(description, new binary(description), chain.name(arguments, rows));
    }
}
