package darkroom.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The list of a network's weights: names, shapes and the distribution that each is first drawn from. */
public final class Parameters {

    /** How a weight is first drawn. */
    public enum Initial {
        UNIFORM,
        NORMAL,
        /** Drawn twice, since the reference discards its first draw. */
        NORMAL_AGAIN,
        ONES,
        ZEROS
    }

    /**
     * One weight.
     *
     * @param name its full name
     * @param shape its shape
     * @param initial how it is first drawn
     * @param bound the uniform distribution's bound, on both sides; the normal one's standard deviation
     */
    public record Parameter(String name, List<Long> shape, Initial initial, double bound) {

        /** How many numbers it holds. */
        public long size() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    private final List<Parameter> list = new ArrayList<>();

    /** The weights of a network. */
    public static List<Parameter> of(Parametrised network) {
        Parameters parameters = new Parameters();
        network.declare(parameters);
        return List.copyOf(parameters.list);
    }

    /** A square convolution with bias. */
    public void convolution(String name, int from, int to, int kernel) {
        affine(name, (long) from * kernel * kernel, to, from, kernel, kernel);
    }

    /** A square convolution without bias. */
    public void kernel(String name, int from, int to, int kernel) {
        add(name + ".weight", Initial.UNIFORM, bound((long) from * kernel * kernel), to, from, kernel, kernel);
    }

    /** A linear map with bias. */
    public void linear(String name, int from, int to) {
        affine(name, from, to, from);
    }

    /** A linear map without bias. */
    public void matrix(String name, int from, int to) {
        add(name + ".weight", Initial.UNIFORM, bound(from), to, from);
    }

    /** A linear map without bias that begins at zero. */
    public void zeroMatrix(String name, int from, int to) {
        add(name + ".weight", Initial.ZEROS, 0, to, from);
    }

    /** The scale and shift of a normalisation. */
    public void norm(String name, int channels) {
        add(name + ".weight", Initial.ONES, 0, channels);
        add(name + ".bias", Initial.ZEROS, 0, channels);
    }

    /** A table with a row for each label. */
    public void embedding(String name, int rows, int channels) {
        embedding(name, rows, channels, 1);
    }

    /** A table with a row for each label, drawn with a standard deviation. */
    public void embedding(String name, int rows, int channels, double deviation) {
        add(name + ".weight", Initial.NORMAL, deviation, rows, channels);
    }

    /** Frequencies by which numbers are spread out. */
    public void frequencies(String name, int channels, double deviation) {
        add(name + ".weight", Initial.NORMAL_AGAIN, deviation, channels);
    }

    // libtorch's default: Kaiming-uniform with a = sqrt(5), the bound in the reference's order of operations.
    private static double bound(long fanIn) {
        double gain = Math.sqrt(2.0 / (1 + Math.pow(Math.sqrt(5), 2)));
        return Math.sqrt(3.0) * (gain / Math.sqrt(fanIn));
    }

    private void affine(String name, long fanIn, long... shape) {
        add(name + ".weight", Initial.UNIFORM, bound(fanIn), shape);
        add(name + ".bias", Initial.UNIFORM, 1 / Math.sqrt(fanIn), shape[0]);
    }

    private void add(String name, Initial initial, double bound, long... shape) {
        list.add(new Parameter(name, Arrays.stream(shape).boxed().toList(), initial, bound));
    }
}
