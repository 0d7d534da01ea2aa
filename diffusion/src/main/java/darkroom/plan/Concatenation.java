package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;

import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;

/** Two pictures, channel behind channel. */
record Concatenation() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Place to = draft.make(node);
        draft.steps().share("concatenation", node.size(2), band -> share(node, band, to, draft));
        draft.read(node.inputs());
    }

    private static Steps.Primitive share(Node node, Band band, Place to, Draft draft) {
        Node a = node.input(0), b = node.input(1);
        Pictures first = Pictures.of(a).rows(band), second = Pictures.of(b).rows(band);
        Pictures both = Pictures.of(node).rows(band);
        memory.data_type type = draft.precision();
        concat.primitive_desc description = new concat.primitive_desc(
                draft.device().processor(),
                both.whole(type),
                1,
                new memory_desc_vector(first.whole(type), second.whole(type)),
                draft.device().attributes(),
                false);
        return new Steps.Primitive(
                description,
                new concat(description),
                new Arguments()
                        .with(DNNL_ARG_MULTIPLE_SRC, draft.memory(draft.place(a), first))
                        .with(DNNL_ARG_MULTIPLE_SRC + 1, draft.memory(draft.place(b), second))
                        .with(DNNL_ARG_DST, draft.memory(to, both)));
    }
}
