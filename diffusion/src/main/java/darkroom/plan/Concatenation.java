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
        Node a = node.input(0), b = node.input(1);
        memory.data_type type = draft.precision();
        memory.desc first = Layout.pictures(a.shape(), type), second = Layout.pictures(b.shape(), type);
        memory.desc both = Layout.pictures(node.shape(), type);
        Place to = draft.make(node);
        concat.primitive_desc description = new concat.primitive_desc(
                draft.device().processor(),
                both,
                1,
                new memory_desc_vector(first, second),
                draft.device().attributes(),
                false);
        draft.steps()
                .add(
                        "concatenation",
                        description,
                        new concat(description),
                        new Arguments()
                                .with(DNNL_ARG_MULTIPLE_SRC, draft.memory(draft.place(a), first))
                                .with(DNNL_ARG_MULTIPLE_SRC + 1, draft.memory(draft.place(b), second))
                                .with(DNNL_ARG_DST, draft.memory(to, both)));
        draft.read(node.inputs());
    }
}
