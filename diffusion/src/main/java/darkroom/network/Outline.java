package darkroom.network;

import darkroom.network.Parameters.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network is made of, in the order in which a pass goes through it: read off the forward pass itself, so it holds
 * for any configuration. Shapes are those of a single sample, without the batch.
 *
 * @param parts its parts
 * @param skips its skip connections, by the part that takes them in
 * @param values how many numbers a pass computes for a single sample, all results of operations together
 */
public record Outline(List<Part> parts, List<Skip> skips, long values) {

    /**
     * A part of a network.
     *
     * @param name its name, a module's of diffusers
     * @param shape of its result: [C, H, W] of a picture, [C] of an embedding
     * @param heads of its attention; 0 where it has none
     * @param parameters how many numbers it has learned
     */
    public record Part(String name, List<Long> shape, int heads, long parameters) {}

    /**
     * A skip connection.
     *
     * @param from the part whose result it brings
     * @param into the part that takes it in, behind what comes from below
     * @param shape of what it brings, [C, H, W]
     */
    public record Skip(String from, String into, List<Long> shape) {}

    public Outline {
        parts = List.copyOf(parts);
        skips = List.copyOf(skips);
    }

    /** The outline of a network. */
    public static Outline of(Network network) {
        List<Parameter> parameters = Parameters.of(network);
        ShapeOperations on = new ShapeOperations(parameters);
        List<Long> sample = new ArrayList<>();
        for (long size : network.sampleShape()) {
            sample.add(size);
        }
        network.forward(on, on.given(sample), on.given(List.of()), network.told(on::given));
        List<Part> parts = on.parts().stream()
                .map(part -> new Part(part.name(), part.shape(), on.heads(part.name()), size(parameters, part.name())))
                .toList();
        return new Outline(parts, on.skips(), on.values());
    }

    /** A part by its name. */
    public Part part(String name) {
        return parts.stream()
                .filter(part -> part.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The network has no part named " + name + "."));
    }

    private static long size(List<Parameter> parameters, String part) {
        return parameters.stream()
                .filter(parameter -> parameter.name().startsWith(part + "."))
                .mapToLong(Parameter::size)
                .sum();
    }
}
