package darkroom.torch;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Tensors from Java's arrays and back, and the sums that samplers are made of. */
public final class Tensors {

    static {
        Natives.ready();
    }

    private Tensors() {}

    /** A float32 tensor holding a copy of the values. */
    public static Tensor of(float[] values, long... shape) {
        try (FloatPointer data = new FloatPointer(values)) {
            return torch.from_blob(data, shape, options(torch.ScalarType.Float)).clone();
        }
    }

    /** A float64 tensor holding a copy of the values. */
    public static Tensor of(double[] values, long... shape) {
        try (DoublePointer data = new DoublePointer(values)) {
            return torch.from_blob(data, shape, options(torch.ScalarType.Double))
                    .clone();
        }
    }

    /** An int64 tensor holding a copy of the values. */
    public static Tensor of(long[] values, long... shape) {
        try (LongPointer data = new LongPointer(values)) {
            return torch.from_blob(data, shape, options(torch.ScalarType.Long)).clone();
        }
    }

    /** Options that ask for a type. */
    public static TensorOptions options(torch.ScalarType type) {
        return new TensorOptions(type);
    }

    /** The values in row-major order, as float32. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        Scope.run(() -> {
            Tensor plain = tensor.to(torch.ScalarType.Float).contiguous();
            new FloatPointer(plain.data_ptr()).get(values);
        });
        return values;
    }

    /** The values in row-major order, as float64. */
    public static double[] doubles(Tensor tensor) {
        double[] values = new double[(int) tensor.numel()];
        Scope.run(() -> {
            Tensor plain = tensor.to(torch.ScalarType.Double).contiguous();
            new DoublePointer(plain.data_ptr()).get(values);
        });
        return values;
    }

    /** {@code a * x}. */
    public static Tensor scaled(double a, Tensor x) {
        try (Scalar factor = new Scalar(a)) {
            return x.mul(factor);
        }
    }

    /** {@code a * x + b * y}. */
    public static Tensor sum(double a, Tensor x, double b, Tensor y) {
        try (Scalar factor = new Scalar(b)) {
            return scaled(a, x).add_(y, factor);
        }
    }

    /** {@code a * x}, and the sum of all {@code b_i * y_i}; what is weighed by 0 is left out. */
    public static Tensor sum(double a, Tensor x, double[] b, List<Tensor> y) {
        Tensor sum = scaled(a, x);
        for (int i = 0; i < b.length; i++) {
            if (b[i] != 0) {
                try (Scalar factor = new Scalar(b[i])) {
                    sum.add_(y.get(i), factor);
                }
            }
        }
        return sum;
    }

    /** {@code x} held in {@code [-limit, limit]}. */
    public static Tensor clamped(Tensor x, double limit) {
        try (Scalar least = new Scalar(-limit);
                Scalar most = new Scalar(limit);
                ScalarOptional low = new ScalarOptional(least);
                ScalarOptional high = new ScalarOptional(most)) {
            return x.clamp(low, high);
        }
    }

    /** Pictures from [-1, 1] in [0, 1]; what lies outside is clipped. */
    public static Tensor unitRange(Tensor pictures) {
        try (Scalar half = new Scalar(0.5)) {
            return clamped(pictures, 1).mul_(half).add_(half);
        }
    }

    /** Whether no number of a tensor is infinite or not a number. */
    public static boolean finite(Tensor tensor) {
        return Scope.call(() -> torch.isfinite(tensor).all().item_bool(), kept -> Stream.empty());
    }

    /** Sets all numbers of a tensor to one. */
    public static void fill(Tensor tensor, double value) {
        try (Scalar scalar = new Scalar(value)) {
            tensor.fill_(scalar);
        }
    }

    /** A contiguous copy in a type. */
    public static Tensor copy(Tensor tensor, torch.ScalarType type) {
        return tensor.scalar_type().intern() == type
                ? tensor.clone().contiguous()
                : tensor.to(type).contiguous();
    }

    /** The shape, outermost dimension first. */
    public static List<Long> shape(Tensor tensor) {
        return LongStream.of(sizes(tensor)).boxed().toList();
    }

    /** The shape as an array. */
    public static long[] sizes(Tensor tensor) {
        return LongStream.range(0, tensor.dim()).map(tensor::size).toArray();
    }

    /** Several batches as one; a single one as it is. */
    public static Tensor joined(List<Tensor> batches) {
        return batches.size() == 1 ? batches.get(0) : concatenated(0, batches.toArray(Tensor[]::new));
    }

    /** Several tensors behind each other along a dimension. */
    public static Tensor concatenated(long dimension, Tensor... parts) {
        try (TensorVector list = new TensorVector(parts)) {
            return torch.cat(list, dimension);
        }
    }
}
