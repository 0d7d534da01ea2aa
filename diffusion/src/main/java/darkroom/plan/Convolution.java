package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/**
 * A convolution, with bias where it has one, and what is added to it.
 *
 * @param layer whose weights it has
 * @param before zeros at the left and above
 * @param behind zeros at the right and below
 */
record Convolution(String layer, int stride, int before, int behind) implements Operation {

    /** The shape of its result. */
    static long[] shape(Node picture, long[] kernel, int stride, int padding) {
        return new long[] {
            picture.size(0),
            kernel[0],
            (picture.size(2) + padding - kernel[2]) / stride + 1,
            (picture.size(3) + padding - kernel[3]) / stride + 1
        };
    }

    @Override
    public void plan(Node node, Draft draft) {
        if (Winograd.suits(this, node, draft)) {
            Winograd.plan(this, node, draft);
            return;
        }
        Chain chain = Chain.from(draft, node, Chain.Ability.ADD_TO_CHANNELS);
        Place to = draft.make(chain.last());
        long[] kernel = draft.weights().shape(layer);
        draft.steps()
                .share(
                        "convolution " + kernel[2] + "x" + kernel[3],
                        node.size(2),
                        band -> share(node, band, kernel, to, chain, draft));
        draft.read(node.inputs());
        draft.read(chain.read());
    }

    private Steps.Primitive share(Node node, Band band, long[] kernel, Place to, Chain chain, Draft draft) {
        Node picture = node.input(0);
        Place from = draft.place(picture);
        long top = band.first() * stride - before, bottom = (band.end() - 1) * stride - before + kernel[2];
        Band read = Band.between(Math.max(0, top), Math.min(picture.size(2), bottom));
        Pictures source = Pictures.of(picture).rows(read),
                result = Pictures.of(node).rows(band);
        boolean biased = draft.weights().addBias(List.of(layer));
        memory.desc bias = Layout.list(kernel[0], memory.data_type.f32);
        convolution_forward.primitive_desc description = new convolution_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                source.whole(from.type()),
                Layout.any(from.type(), kernel),
                biased ? bias : new memory.desc(),
                result.whole(to.type()),
                new long[] {stride, stride},
                new long[] {read.first() - top, before},
                new long[] {bottom - read.end(), behind},
                chain.attributes(result),
                false);
        Arguments arguments = new Arguments()
                .with(DNNL_ARG_SRC, draft.memory(from, source))
                .with(DNNL_ARG_WEIGHTS, draft.weights().kernel(layer, description.weights_desc()))
                .with(DNNL_ARG_DST, draft.memory(to, result));
        if (biased) {
            arguments.with(DNNL_ARG_BIAS, draft.weights().biases(List.of(layer), bias));
        }
        return new Steps.Primitive(description, new convolution_forward(description), chain.name(arguments, result));
    }
}
