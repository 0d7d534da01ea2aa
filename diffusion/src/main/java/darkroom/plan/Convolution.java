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
 * A convolution with bias, and what is added to it.
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
        Chain chain = Chain.from(draft, node, Chain.Ability.ADD_TO_CHANNELS);
        Node picture = node.input(0);
        Place from = draft.place(picture), to = draft.make(chain.last());
        long[] kernel = draft.weights().shape(layer);
        Chain.View view = view(node);
        memory.desc source = Layout.pictures(picture.shape(), from.type());
        memory.desc bias = Layout.list(kernel[0], memory.data_type.f32);
        convolution_forward.primitive_desc description = new convolution_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                source,
                Layout.any(from.type(), kernel),
                bias,
                view.whole(to.type()),
                new long[] {stride, stride},
                new long[] {before, before},
                new long[] {behind, behind},
                chain.attributes(view),
                false);
        Arguments arguments = new Arguments()
                .with(DNNL_ARG_SRC, draft.memory(from, source))
                .with(DNNL_ARG_WEIGHTS, draft.weights().kernel(layer, description.weights_desc()))
                .with(DNNL_ARG_BIAS, draft.weights().biases(List.of(layer), bias))
                .with(DNNL_ARG_DST, draft.memory(to, view.whole(to.type())));
        draft.steps()
                .add(
                        "convolution " + kernel[2] + "x" + kernel[3],
                        description,
                        new convolution_forward(description),
                        chain.name(arguments, view));
        draft.read(node.inputs());
        draft.read(chain.read());
    }

    /** How a primitive sees the pictures that it makes. */
    static Chain.View view(Node pictures) {
        return new Pictures(pictures.shape());
    }

    private record Pictures(long[] shape) implements Chain.View {

        @Override
        public memory.desc whole(memory.data_type type) {
            return Layout.pictures(shape, type);
        }

        @Override
        public memory.desc channels() {
            return Layout.pictures(new long[] {shape[0], shape[1], 1, 1}, memory.data_type.f32);
        }
    }
}
