package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** Pictures, each divided by a number of its own, [B]. */
record Division() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Place from = draft.place(node.input(0)), by = draft.place(node.input(1)), to = draft.make(node);
        long samples = node.size(0), numbers = node.rows() * node.channels() / samples;
        memory.desc sample = Layout.matrix(1, numbers, from.type());
        memory.desc divisor = Layout.matrix(1, 1, by.type());
        binary.primitive_desc description = new binary.primitive_desc(
                draft.device().processor(),
                algorithm.binary_div,
                sample,
                divisor,
                sample,
                draft.device().attributes(),
                false);
        for (long i = 0; i < samples; i++) {
            draft.steps()
                    .add(
                            "division",
                            description,
                            new binary(description),
                            new Arguments()
                                    .with(DNNL_ARG_SRC_0, draft.memory(from, sample, i * numbers))
                                    .with(DNNL_ARG_SRC_1, draft.memory(by, divisor, i))
                                    .with(DNNL_ARG_DST, draft.memory(to, sample, i * numbers)));
        }
        draft.read(node.inputs());
    }
}
