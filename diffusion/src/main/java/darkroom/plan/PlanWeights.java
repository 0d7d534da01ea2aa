package darkroom.plan;

import darkroom.torch.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/** A network's weights in the order and type in which primitives want them, and the steps that bring them there. */
final class PlanWeights {

    private static final String COPY = "weights";

    private final Weights weights;
    private final Device device;
    private final Steps steps;
    private final Map<String, memory> ones = new HashMap<>();
    private long bytes;

    PlanWeights(Weights weights, Device device) {
        this.weights = weights;
        this.device = device;
        this.steps = new Steps(device);
    }

    /** The shape of a layer's weight. */
    long[] shape(String layer) {
        return sizes(weight(layer));
    }

    /** The kernel of a convolution, [to, from, height, width]. */
    memory kernel(String layer, memory.desc wanted) {
        memory to = memory(wanted);
        copy(source(weight(layer), new memory.desc(shape(layer), type(weight(layer)), memory.format_tag.oihw)), to);
        return to;
    }

    /** The matrices of linear maps that read the same, side by side, [from, to of all]. */
    memory matrix(List<String> layers, memory.desc wanted) {
        memory to = memory(wanted);
        long from = shape(layers.get(0))[1];
        if (layers.size() == 1) {
            Tensor only = weight(layers.get(0));
            copy(source(only, transposed(only)), to);
            return to;
        }
        long columns = layers.stream().mapToLong(layer -> shape(layer)[0]).sum();
        memory.data_type type = type(weight(layers.get(0)));
        memory joined = memory(Layout.strided(type, new long[] {from, columns}, 1, from));
        long at = 0;
        for (String layer : layers) {
            Tensor weight = weight(layer);
            memory part = device.memory(transposed(weight), joined.get_data_handle(), at * Layout.bytes(type));
            copy(source(weight, transposed(weight)), part);
            at += weight.numel();
        }
        copy(joined, to);
        return to;
    }

    private static memory.desc transposed(Tensor weight) {
        return Layout.strided(type(weight), new long[] {weight.size(1), weight.size(0)}, 1, weight.size(1));
    }

    /** The biases of layers behind each other, in float32. */
    memory biases(List<String> layers, memory.desc wanted) {
        memory all = memory(wanted);
        long at = 0;
        for (String layer : layers) {
            Tensor bias = bias(layer);
            memory part = device.memory(
                    Layout.list(bias.numel(), memory.data_type.f32), all.get_data_handle(), at * Float.BYTES);
            copy(source(bias, Layout.list(bias.numel(), type(bias))), part);
            at += bias.numel();
        }
        return all;
    }

    /** The scale of a norm for Java, [C]. */
    float[] scale(String layer) {
        return floats(weight(layer));
    }

    /** The shift of a norm for Java, [C]. */
    float[] shift(String layer) {
        return floats(bias(layer));
    }

    /** Ones, which stay what they are; the same memory for the same shape. */
    memory ones(memory.data_type type, long... shape) {
        return ones.computeIfAbsent(Arrays.toString(shape), missing -> {
            float[] numbers = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
            Arrays.fill(numbers, 1);
            return constant(numbers, Layout.dense(type, shape), shape);
        });
    }

    /** Numbers that stay what they are. */
    memory constant(float[] numbers, memory.desc wanted, long... shape) {
        memory plain = memory(Layout.dense(memory.data_type.f32, shape)), to = memory(wanted);
        new FloatPointer(plain.get_data_handle()).put(numbers);
        copy(plain, to);
        return to;
    }

    private float[] floats(Tensor weight) {
        float[] numbers = new float[(int) weight.numel()];
        memory plain = memory(Layout.list(numbers.length, memory.data_type.f32));
        copy(source(weight, Layout.list(numbers.length, type(weight))), plain);
        FloatPointer from = new FloatPointer(plain.get_data_handle());
        steps.add(COPY, () -> from.get(numbers));
        return numbers;
    }

    private Tensor weight(String layer) {
        return weights.get(layer + ".weight");
    }

    private Tensor bias(String layer) {
        return weights.get(layer + ".bias");
    }

    private memory memory(memory.desc as) {
        bytes += as.get_size();
        return device.memory(as);
    }

    private memory source(Tensor weight, memory.desc as) {
        return device.memory(as, weight.data_ptr(), 0);
    }

    private void copy(memory from, memory to) {
        device.copy(COPY, from, to, steps);
    }

    static memory.data_type type(Tensor weight) {
        return switch (weight.scalar_type().intern()) {
            case Float -> memory.data_type.f32;
            case BFloat16 -> memory.data_type.bf16;
            default ->
                throw new NotRecorded("weights in " + weight.scalar_type().intern());
        };
    }

    static long[] sizes(Tensor tensor) {
        return LongStream.range(0, tensor.dim()).map(tensor::size).toArray();
    }

    /** The steps that copy the weights as they are when they are run. */
    List<Steps.Step> finish(Buffers buffers) {
        return steps.finish(buffers);
    }

    /** The memory that they take. */
    long bytes() {
        return bytes;
    }
}
