package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import darkroom.torch.LoneThreads;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network's weights in the order and type in which primitives want them, which its plans share, and the steps that bring them there.
 *
 * <p>For one thread at a time. The steps are made and run by a thread that computes by itself, whichever thread records the plans.
 */
final class PlanWeights implements AutoCloseable {

    private static final String COPY = "weights";

    private final Weights weights;
    private final Scope.Lasting natives = new Scope.Lasting();
    private final Map<String, List<memory>> ordered = new HashMap<>();
    private final Map<String, float[]> numbers = new HashMap<>();
    private final List<Consumer<Steps>> added = new ArrayList<>();
    private final List<Steps.Step> copies = new ArrayList<>();
    private @Nullable Device device;
    private long bytes;
    private long version = -1;

    /** None so far; oneDNN is not needed before the first call. */
    PlanWeights(Weights weights) {
        this.weights = weights;
    }

    /** What their memory is made for. */
    Device device() {
        Device known = device;
        if (known == null) {
            known = natives.call(Device::here);
            device = known;
        }
        return known;
    }

    /** The type that primitives compute in. */
    memory.data_type type() {
        return type(weights.flat());
    }

    /**
     * Copies the weights where they are not up to date.
     *
     * @param current another one than at the last call when the weights have changed since
     */
    void update(long current) {
        if (added.isEmpty() && current == version) {
            return;
        }
        long before = version;
        version = -1;
        LoneThreads.call(() -> natives.call(() -> copied(current == before)));
        version = current;
    }

    /** Runs the copies that are new, or all of them; says how many. */
    private int copied(boolean newOnly) {
        Steps steps = new Steps(device(), 1);
        added.forEach(copy -> copy.accept(steps));
        added.clear();
        List<Steps.Step> late = steps.finish(new Buffers(device()));
        copies.addAll(late);
        List<Steps.Step> due = newOnly ? late : copies;
        due.forEach(step -> step.run());
        return due.size();
    }

    /** The shape of a layer's weight. */
    long[] shape(String layer) {
        return Tensors.sizes(weight(layer));
    }

    /** The kernel of a convolution, [to, from, height, width]. */
    memory kernel(String layer, memory.desc wanted) {
        return ordered("kernel of " + layer, wanted, to -> {
            Tensor weight = weight(layer);
            copy(source(weight, Layout.dense(type(weight), shape(layer))), to);
        });
    }

    /** The kernel of the transposed convolution that is a convolution of three by three behind doubled pixels, [to, from, 4, 4]. */
    memory doublingKernel(String layer, memory.desc wanted) {
        return ordered("doubling kernel of " + layer, wanted, to -> {
            Tensor weight = weight(layer);
            long[] shape = shape(layer);
            memory three = source(weight, Layout.dense(type(weight), shape[0] * shape[1], 9));
            memory sums = constant("doubling", doubling(), Layout.dense(type(weight), 9, 16), 9, 16);
            memory four = memory(Layout.dense(memory.data_type.f32, shape[0] * shape[1], 16));
            added.add(steps -> multiply(three, sums, four, steps));
            memory.desc kernel = Layout.dense(memory.data_type.f32, shape[0], shape[1], 4, 4);
            copy(device().memory(kernel, four.get_data_handle(), 0), to);
        });
    }

    /** The kernel of a convolution of three by three that {@link Winograd} multiplies by, [6, 6, from, to], the last dimension densely. */
    memory winogradKernel(String layer) {
        long[] shape = shape(layer);
        memory.desc wanted = Layout.dense(Winograd.TYPE, Tiles.READ, Tiles.READ, shape[1], shape[0]);
        return ordered("Winograd's kernel of " + layer, wanted, to -> {
            long pairs = shape[0] * shape[1], numbers = Winograd.NUMBERS;
            memory three = source(weight(layer), Layout.dense(Winograd.TYPE, pairs, 9));
            memory.desc square = Layout.dense(Winograd.TYPE, 9, numbers);
            memory transform = constant("Winograd's kernel", WinogradMatrices.kernel(), square, 9, numbers);
            // One for all layers of a size, which are copied one after the other.
            memory six = ordered("transformed", Layout.dense(Winograd.TYPE, pairs, numbers), nothing -> {});
            added.add(steps -> multiply(three, transform, six, steps));
            memory.desc turned = Layout.strided(
                    Winograd.TYPE,
                    new long[] {Tiles.READ, Tiles.READ, shape[1], shape[0]},
                    Tiles.READ,
                    1,
                    numbers,
                    numbers * shape[1]);
            copy(device().memory(turned, six.get_data_handle(), 0), to);
        });
    }

    private void multiply(memory a, memory b, memory result, Steps steps) {
        matmul.primitive_desc description = new matmul.primitive_desc(
                device().processor(), a.get_desc(), b.get_desc(), result.get_desc(), device().attributes(), false);
        steps.add(
                COPY,
                description,
                new matmul(description),
                new Arguments().with(DNNL_ARG_SRC, a).with(DNNL_ARG_WEIGHTS, b).with(DNNL_ARG_DST, result));
    }

    /** Which of three by three weights add up to which of four by four: of each row and column, the one before and the one behind. */
    private static float[] doubling() {
        float[] sums = new float[9 * 16];
        for (int i = 0; i < sums.length; i++) {
            int three = i / 16, four = i % 16;
            boolean row = adds(three / 3, four / 4), column = adds(three % 3, four % 4);
            sums[i] = row && column ? 1 : 0;
        }
        return sums;
    }

    /** A transposed convolution runs through its kernel backwards. */
    private static boolean adds(int ofThree, int ofFour) {
        return ofThree == 2 - ofFour || ofThree == 3 - ofFour;
    }

    /** The matrices of linear maps that read the same, side by side, [from, to of all]. */
    memory matrix(List<String> layers, memory.desc wanted) {
        return ordered("matrix of " + layers, wanted, to -> {
            if (layers.size() == 1) {
                Tensor only = weight(layers.get(0));
                copy(source(only, transposed(only)), to);
            } else {
                copy(joined(layers), to);
            }
        });
    }

    private memory joined(List<String> layers) {
        long from = shape(layers.get(0))[1];
        long columns = layers.stream().mapToLong(layer -> shape(layer)[0]).sum();
        memory.data_type type = type(weight(layers.get(0)));
        memory joined = memory(Layout.strided(type, new long[] {from, columns}, 1, from));
        long at = 0;
        for (String layer : layers) {
            Tensor weight = weight(layer);
            memory part = device().memory(transposed(weight), joined.get_data_handle(), at * Layout.bytes(type));
            copy(source(weight, transposed(weight)), part);
            at += weight.numel();
        }
        return joined;
    }

    private static memory.desc transposed(Tensor weight) {
        return Layout.strided(type(weight), new long[] {weight.size(1), weight.size(0)}, 1, weight.size(1));
    }

    /** One half of a linear map's outputs, the first or the second: its matrix, [from, half of to]. */
    memory half(String layer, int half, memory.desc wanted) {
        return ordered("half " + half + " of " + layer, wanted, to -> {
            Tensor whole = weight(layer);
            long rows = whole.size(0) / 2, columns = whole.size(1);
            memory.desc part = Layout.strided(type(whole), new long[] {columns, rows}, 1, columns);
            copy(device().memory(part, whole.data_ptr(), half * rows * columns * Layout.bytes(type(whole))), to);
        });
    }

    /** The bias of such a half, in float32. */
    memory halfBias(String layer, int half, memory.desc wanted) {
        return ordered("half " + half + " of the bias of " + layer, wanted, to -> {
            Tensor whole = bias(layer);
            long count = whole.numel() / 2;
            memory.desc list = Layout.list(count, type(whole));
            memory from = device().memory(list, whole.data_ptr(), half * count * Layout.bytes(type(whole)));
            copy(from, device().memory(Layout.list(count, memory.data_type.f32), to.get_data_handle(), 0));
        });
    }

    /**
     * Whether layers add a bias.
     *
     * @throws NotRecorded when some do and some don't
     */
    boolean addBias(List<String> layers) {
        long biased = layers.stream()
                .filter(layer -> weights.byName().containsKey(layer + ".bias"))
                .count();
        if (biased != 0 && biased != layers.size()) {
            throw new NotRecorded("layers side by side of which some have no bias");
        }
        return biased != 0;
    }

    /** The scale of a norm, in float32. */
    memory scales(String layer, memory.desc wanted) {
        return list(layer + ".weight", wanted);
    }

    /** The shift of a norm, in float32. */
    memory shifts(String layer, memory.desc wanted) {
        return list(layer + ".bias", wanted);
    }

    private memory list(String parameter, memory.desc wanted) {
        return ordered(parameter, wanted, to -> {
            Tensor numbers = weights.get(parameter);
            copy(source(numbers, Layout.list(numbers.numel(), type(numbers))), to);
        });
    }

    /** The biases of layers behind each other, in float32. */
    memory biases(List<String> layers, memory.desc wanted) {
        return ordered("biases of " + layers, wanted, all -> {
            long at = 0;
            for (String layer : layers) {
                Tensor bias = bias(layer);
                memory.desc list = Layout.list(bias.numel(), memory.data_type.f32);
                memory part = device().memory(list, all.get_data_handle(), at * Float.BYTES);
                copy(source(bias, Layout.list(bias.numel(), type(bias))), part);
                at += bias.numel();
            }
        });
    }

    /** The scale of a norm for Java, [C]. */
    float[] scale(String layer) {
        return floats(layer + ".weight");
    }

    /** The shift of a norm for Java, [C]. */
    float[] shift(String layer) {
        return floats(layer + ".bias");
    }

    /**
     * Numbers that stay what they are.
     *
     * @param name of all numbers of this kind, which differ in their shapes alone
     */
    memory constant(String name, float[] numbers, memory.desc wanted, long... shape) {
        return ordered(name + " " + Arrays.toString(shape), wanted, to -> {
            memory plain = memory(Layout.dense(memory.data_type.f32, shape));
            new FloatPointer(plain.get_data_handle()).put(numbers);
            copy(plain, to);
        });
    }

    /** Memory that holds something in a wanted order: what there is already, or else new memory that is to be filled. */
    private memory ordered(String what, memory.desc wanted, Consumer<memory> fill) {
        List<memory> known = ordered.computeIfAbsent(what, missing -> new ArrayList<>());
        return known.stream()
                .filter(one -> one.get_desc().equals(wanted))
                .findFirst()
                .orElseGet(() -> natives.call(() -> {
                    memory fresh = memory(wanted);
                    fill.accept(fresh);
                    known.add(fresh);
                    return fresh;
                }));
    }

    private float[] floats(String parameter) {
        return numbers.computeIfAbsent(
                parameter,
                missing -> natives.call(() -> {
                    Tensor weight = weights.get(parameter);
                    float[] read = new float[(int) weight.numel()];
                    memory plain = memory(Layout.list(read.length, memory.data_type.f32));
                    copy(source(weight, Layout.list(read.length, type(weight))), plain);
                    FloatPointer from = new FloatPointer(plain.get_data_handle());
                    added.add(steps -> steps.add(COPY, () -> from.get(read)));
                    return read;
                }));
    }

    private Tensor weight(String layer) {
        return weights.get(layer + ".weight");
    }

    private Tensor bias(String layer) {
        return weights.get(layer + ".bias");
    }

    private memory memory(memory.desc as) {
        bytes += as.get_size();
        return device().memory(as);
    }

    private memory source(Tensor weight, memory.desc as) {
        return device().memory(as, weight.data_ptr(), 0);
    }

    private void copy(memory from, memory to) {
        added.add(steps -> device().copy(COPY, from, to, steps));
    }

    static memory.data_type type(Tensor weight) {
        return switch (weight.scalar_type().intern()) {
            case Float -> memory.data_type.f32;
            case BFloat16 -> memory.data_type.bf16;
            default ->
                throw new NotRecorded("weights in " + weight.scalar_type().intern());
        };
    }

    /** The memory that they take. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        natives.close();
    }
}
