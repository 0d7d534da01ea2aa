package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of a picture whose pixels were doubled, from the pixels themselves: the transposed convolution by a kernel of four by
 * four, each of whose weights is a sum of the three by three. Each new pixel takes 4 products instead of 9.
 */
final class Doubling {

    private Doubling() {}

    /** The only reader of doubled pixels, where it is such a convolution. */
    static @Nullable Node behind(Node doubled, Draft draft) {
        Node reader = doubled.readers().size() == 1 ? doubled.readers().get(0) : doubled;
        return reader.operation() instanceof Convolution convolution
                        && convolution.stride() == 1
                        && convolution.before() == 1
                        && convolution.behind() == 1
                        && draft.weights().shape(convolution.layer())[2] == 3
                ? reader
                : null;
    }

    static void plan(Node doubled, Node convolved, Draft draft) {
        draft.done(convolved);
        Chain chain = Chain.from(draft, convolved, Chain.Ability.ADD_TO_CHANNELS);
        Place to = draft.make(chain.last());
        draft.steps()
                .share(
                        "convolution of doubled pixels",
                        convolved.size(2),
                        band -> share(doubled.input(0), convolved, band, to, chain, draft));
        draft.read(doubled.inputs());
        draft.read(chain.read());
    }

    private static Steps.Primitive share(Node picture, Node convolved, Band band, Place to, Chain chain, Draft draft) {
        String layer = ((Convolution) convolved.operation()).layer();
        Place from = draft.place(picture);
        // A row becomes the four from one before its double on; those that another row's overlap with are left out at
        // both ends.
        Band read = Band.between(Math.max(0, (band.first() - 1) / 2), Math.min(picture.size(2), band.end() / 2 + 1));
        Pictures source = Pictures.of(picture).rows(read),
                result = Pictures.of(convolved).rows(band);
        boolean biased = draft.weights().addBias(List.of(layer));
        memory.desc bias = Layout.list(convolved.channels(), memory.data_type.f32);
        deconvolution_forward.primitive_desc description = new deconvolution_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference,
                algorithm.deconvolution_direct,
                source.whole(from.type()),
                Layout.any(from.type(), convolved.channels(), picture.channels(), 4, 4),
                biased ? bias : new memory.desc(),
                result.whole(to.type()),
                new long[] {2, 2},
                new long[] {band.first() - (2 * read.first() - 1), 1},
                new long[] {2 * read.end() + 1 - band.end(), 1},
                chain.attributes(result),
                false);
        Arguments arguments = new Arguments()
                .with(DNNL_ARG_SRC, draft.memory(from, source))
                .with(DNNL_ARG_WEIGHTS, draft.weights().doublingKernel(layer, description.weights_desc()))
                .with(DNNL_ARG_DST, draft.memory(to, result));
        if (biased) {
            arguments.with(DNNL_ARG_BIAS, draft.weights().biases(List.of(layer), bias));
        }
        return new Steps.Primitive(description, new deconvolution_forward(description), chain.name(arguments, result));
    }
}
