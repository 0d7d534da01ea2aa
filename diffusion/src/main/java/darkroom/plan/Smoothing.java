package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/**
 * A filter of each channel by itself, the same both ways.
 *
 * @param stride pixels from one result to the next
 * @param filter weights of neighbours, which are divided by their sum
 */
record Smoothing(int stride, List<Float> filter) implements Operation {

    /** At every second pixel: half the size. */
    static final Smoothing HALVING = new Smoothing(2, List.of(1f, 3f, 3f, 1f));

    /** Behind doubled pixels, where it is what (1, 3, 3, 1) is between them. */
    static final Smoothing DOUBLED = new Smoothing(1, List.of(1f, 2f, 1f));

    @Override
    public void plan(Node node, Draft draft) {
        Place from = draft.place(node.input(0)), to = draft.make(node);
        memory.desc source = Layout.pictures(node.input(0).shape(), from.type());
        memory.desc result = Layout.pictures(node.shape(), to.type());
        long[] shape = {node.channels(), 1, 1, filter.size(), filter.size()};
        convolution_forward.primitive_desc description = new convolution_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                source,
                Layout.any(from.type(), shape),
                result,
                new long[] {stride, stride},
                new long[] {1, 1},
                new long[] {1, 1},
                draft.device().attributes(),
                false);
        memory kernel =
                draft.weights().constant("smoothing", kernels(node.channels()), description.weights_desc(), shape);
        draft.steps()
                .add(
                        "smoothing",
                        description,
                        new convolution_forward(description),
                        new Arguments()
                                .with(DNNL_ARG_SRC, draft.memory(from, source))
                                .with(DNNL_ARG_WEIGHTS, kernel)
                                .with(DNNL_ARG_DST, draft.memory(to, result)));
        draft.read(node.inputs());
    }

    private float[] kernels(long channels) {
        int size = filter.size();
        float total = 0;
        for (float weight : filter) {
            total += weight;
        }
        float[] all = new float[Math.toIntExact(channels) * size * size];
        for (int i = 0; i < all.length; i++) {
            all[i] = filter.get(i % size) * filter.get(i / size % size) / (total * total);
        }
        return all;
    }
}
