package darkroom.torch;

import darkroom.network.Parameters.Initial;
import darkroom.network.Parameters.Parameter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network's weights: named views into one flat buffer, so that an optimiser or an average works on all at once.
 *
 * <p>Their native memory belongs to the caller, whatever scope is around, and is freed by {@link #close()}.
 *
 * @param flat all numbers, [N], one parameter behind the other
 * @param byName the parameters, in order of construction
 */
public record Weights(Tensor flat, Map<String, Tensor> byName) implements AutoCloseable {

    /** Weights drawn from a seed: the same as those of a network that the reference constructs under it. */
    public static Weights initial(List<Parameter> parameters, long seed) {
        return Scope.own(
                () -> {
                    Weights weights = over(torch.empty(size(parameters)), parameters);
                    GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(seed));
                    for (Parameter parameter : parameters) {
                        draw(weights.get(parameter.name()), parameter, generator);
                    }
                    return weights;
                },
                Weights::natives);
    }

    /** A copy of given values in float32; see {@link #copyOf(List, Map, torch.ScalarType)}. */
    public static Weights copyOf(List<Parameter> parameters, Map<String, Tensor> values) {
        return copyOf(parameters, values, torch.ScalarType.Float);
    }

    /**
     * A copy of given values in a type.
     *
     * @param values the named tensors, in their shapes, of any floating type; others only of whole numbers or float64
     * @throws IllegalArgumentException naming the first tensor that is missing, not expected or of another shape
     */
    public static Weights copyOf(List<Parameter> parameters, Map<String, Tensor> values, torch.ScalarType type) {
        check(parameters, values);
        return Scope.own(
                () -> {
                    Weights weights =
                            over(torch.empty(new long[] {size(parameters)}, Tensors.options(type), null), parameters);
                    weights.byName.forEach((name, weight) -> weight.copy_(values.get(name)));
                    return weights;
                },
                Weights::natives);
    }

    /**
     * The given values themselves where they are of a type and lie one behind the other, as in a file that one writer made; a
     * copy in that type otherwise.
     *
     * @param values as for {@link #copyOf}
     * @throws IllegalArgumentException as {@link #copyOf} does
     */
    public static Weights sharing(List<Parameter> parameters, Map<String, Tensor> values, torch.ScalarType type) {
        check(parameters, values);
        List<Map.Entry<String, Tensor>> placed = parameters.stream()
                .map(parameter -> Map.entry(parameter.name(), values.get(parameter.name())))
                .sorted(Comparator.comparingLong(entry -> address(entry.getValue())))
                .toList();
        long end = address(placed.get(0).getValue());
        for (Map.Entry<String, Tensor> entry : placed) {
            Tensor value = entry.getValue();
            if (value.scalar_type().intern() != type || address(value) != end) {
                return copyOf(parameters, values, type);
            }
            end += value.numel() * value.element_size();
        }
        return Scope.own(
                () -> {
                    Map<String, Tensor> views = new LinkedHashMap<>();
                    placed.forEach(
                            entry -> views.put(entry.getKey(), entry.getValue().alias()));
                    Tensor first = placed.get(0).getValue();
                    return new Weights(first.as_strided(new long[] {size(parameters)}, 1), views);
                },
                Weights::natives);
    }

    private static long address(Tensor tensor) {
        return tensor.data_ptr().address();
    }

    /** Weights of the same names over other numbers, [N]; shares their memory. */
    public Weights over(Tensor numbers) {
        return Scope.own(() -> views(numbers), Weights::natives);
    }

    /** A copy in another type. */
    public Weights converted(torch.ScalarType type) {
        return Scope.own(() -> views(Tensors.copy(flat, type)), Weights::natives);
    }

    private Weights views(Tensor numbers) {
        Map<String, Tensor> views = new LinkedHashMap<>();
        long offset = 0;
        for (Map.Entry<String, Tensor> weight : byName.entrySet()) {
            long size = weight.getValue().numel();
            views.put(weight.getKey(), numbers.narrow(0, offset, size).view_as(weight.getValue()));
            offset += size;
        }
        return new Weights(numbers.narrow(0, 0, offset), views);
    }

    /** The type of all numbers. */
    public torch.ScalarType type() {
        return flat.scalar_type().intern();
    }

    /** A number that grows whenever any of the numbers is changed by libtorch. */
    public long version() {
        return flat._version();
    }

    /** A weight by its full name. */
    public Tensor get(String name) {
        Tensor weight = byName.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("The network has no weight named " + name + ".");
        }
        return weight;
    }

    @Override
    public void close() {
        natives().forEach(Tensor::close);
    }

    private Stream<Tensor> natives() {
        return Stream.concat(Stream.of(flat), byName.values().stream());
    }

    private static Weights over(Tensor flat, List<Parameter> parameters) {
        Map<String, Tensor> views = new LinkedHashMap<>();
        long offset = 0;
        for (Parameter parameter : parameters) {
            long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
            views.put(parameter.name(), flat.narrow(0, offset, parameter.size()).view(shape));
            offset += parameter.size();
        }
        return new Weights(flat, views);
    }

    private static long size(List<Parameter> parameters) {
        return parameters.stream().mapToLong(Parameter::size).sum();
    }

    private static void draw(Tensor weight, Parameter parameter, GeneratorOptional generator) {
        switch (parameter.initial()) {
            case UNIFORM -> weight.uniform_(-parameter.bound(), parameter.bound(), generator);
            case NORMAL -> weight.normal_(0, parameter.bound(), generator);
            case NORMAL_AGAIN -> {
                weight.normal_(0, 1, generator);
                weight.normal_(0, 1, generator).mul_(new Scalar(parameter.bound()));
            }
            case ONES, ZEROS -> Tensors.fill(weight, parameter.initial() == Initial.ONES ? 1 : 0);
        }
    }

    private static void check(List<Parameter> parameters, Map<String, Tensor> values) {
        Map<String, Parameter> expected = new LinkedHashMap<>();
        parameters.forEach(parameter -> expected.put(parameter.name(), parameter));
        values.forEach((name, value) -> {
            if (!expected.containsKey(name) && isWeight(value)) {
                throw new IllegalArgumentException(
                        "The weights hold " + name + ", which the configured network does not have.");
            }
        });
        for (Parameter parameter : parameters) {
            Tensor value = values.get(parameter.name());
            if (value == null) {
                throw new IllegalArgumentException(
                        "The weights lack " + parameter.name() + ", which the configured network needs.");
            }
            if (!value.is_floating_point()) {
                throw new IllegalArgumentException("The weight " + parameter.name()
                        + " holds whole numbers, not floating-point ones as a network's weights are.");
            }
            if (!parameter.shape().equals(Tensors.shape(value))) {
                throw new IllegalArgumentException("The weight " + parameter.name() + " has the shape "
                        + Tensors.shape(value) + ", but the configured network needs " + parameter.shape() + ".");
            }
        }
    }

    /** Counters and tables lie beside weights in some files, in types that no weights have. */
    private static boolean isWeight(Tensor value) {
        return value.is_floating_point() && value.scalar_type().intern() != torch.ScalarType.Double;
    }
}
