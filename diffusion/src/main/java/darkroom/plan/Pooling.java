package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;

/** A picture of half the size, each pixel the mean of four. */
record Pooling() implements Operation {

    private static final long[] TWO = {2, 2};
    private static final long[] NONE = {0, 0};

    @Override
    public void plan(Node node, Draft draft) {
        Place from = draft.place(node.input(0)), to = draft.make(node);
        memory.desc whole = Layout.pictures(node.input(0).shape(), from.type());
        memory.desc half = Layout.pictures(node.shape(), to.type());
        pooling_forward.primitive_desc description = new pooling_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference,
                algorithm.pooling_avg_exclude_padding,
                whole,
                half,
                TWO,
                TWO,
                NONE,
                NONE,
                NONE,
                draft.device().attributes(),
                false);
        draft.steps()
                .add(
                        "pooling",
                        description,
                        new pooling_forward(description),
                        new Arguments()
                                .with(DNNL_ARG_SRC, draft.memory(from, whole))
                                .with(DNNL_ARG_DST, draft.memory(to, half)));
        draft.read(node.inputs());
    }
}
