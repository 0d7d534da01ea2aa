package darkroom.network;

import darkroom.network.Outline.Skip;
import darkroom.network.Parameters.Parameter;
import darkroom.network.ShapeOperations.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operations that compute shapes only, and note the parts and skips that a pass goes through. */
final class ShapeOperations implements Operations<Value> {

    /**
     * A value of which only the shape is known.
     *
     * @param shape without the batch
     * @param name of the part that made it; empty between parts
     */
    record Value(List<Long> shape, String name) {}

    private final Map<String, List<Long>> weights = new HashMap<>();
    private final Map<String, Integer> heads = new HashMap<>();
    private final List<Value> parts = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private long values;

    ShapeOperations(List<Parameter> parameters) {
        parameters.forEach(parameter -> weights.put(parameter.name(), parameter.shape()));
    }

    Value given(List<Long> shape) {
        values += shape.stream().reduce(1L, Math::multiplyExact);
        return new Value(shape, "");
    }

    List<Value> parts() {
        return parts;
    }

    long values() {
        return values;
    }

    List<Skip> skips() {
        return skips;
    }

    int heads(String part) {
        return heads.getOrDefault(part, 0);
    }

    @Override
    public Value convolution(String name, Value picture, int stride, int padding) {
        List<Long> kernel = weight(name);
        return given(List.of(
                kernel.get(0),
                (picture.shape.get(1) + 2L * padding - kernel.get(2)) / stride + 1,
                (picture.shape.get(2) + 2L * padding - kernel.get(3)) / stride + 1));
    }

    @Override
    public Value linear(String name, Value x) {
        List<Long> shape = new ArrayList<>(x.shape);
        shape.set(shape.size() - 1, weight(name).get(0));
        return given(List.copyOf(shape));
    }

    @Override
    public Value groupNorm(String name, Value picture, int groups, double epsilon) {
        return given(picture.shape);
    }

    @Override
    public Value layerNorm(String name, Value tokens, double epsilon) {
        return given(tokens.shape);
    }

    @Override
    public Value silu(Value x) {
        return given(x.shape);
    }

    @Override
    public Value activation(Value x, Activation function) {
        return given(x.shape);
    }

    @Override
    public Value add(Value a, Value b) {
        if (!a.shape.equals(b.shape)) {
            throw new IllegalArgumentException("The network's parts do not fit: one gives " + a.shape
                    + " where another gives " + b.shape + ", and both are added.");
        }
        return given(a.shape);
    }

    @Override
    public Value affine(Value x, double factor, double offset) {
        return given(x.shape);
    }

    @Override
    public Value addToChannels(Value picture, Value channels) {
        return given(picture.shape);
    }

    @Override
    public Value modulate(Value picture, Value scaleAndShift) {
        return given(picture.shape);
    }

    @Override
    public Value concatenate(Value a, Value b) {
        List<Long> shape = new ArrayList<>(a.shape);
        shape.set(0, a.shape.get(0) + b.shape.get(0));
        return given(List.copyOf(shape));
    }

    @Override
    public Value tokens(Value picture) {
        return given(List.of(picture.shape.get(1) * picture.shape.get(2), picture.shape.get(0)));
    }

    @Override
    public Value picture(Value tokens, Value like) {
        return sized(tokens.shape.get(1), like.shape.get(1), like.shape.get(2));
    }

    @Override
    public Value attention(String name, Value query, Value key, Value value, int count) {
        heads.put(name, count);
        return given(query.shape);
    }

    @Override
    public Value causalAttention(String name, Value query, Value key, Value value, int count) {
        return attention(name, query, key, value, count);
    }

    @Override
    public Value gated(Value tokens) {
        return given(List.of(tokens.shape.get(0), tokens.shape.get(1) / 2));
    }

    @Override
    public Value withPlaces(String name, Value tokens) {
        return given(tokens.shape);
    }

    @Override
    public Value layerNorm(Value tokens, double epsilon) {
        return given(tokens.shape);
    }

    @Override
    public Value modulateTokens(Value tokens, Value scale, Value shift) {
        return given(tokens.shape);
    }

    @Override
    public Value scaleTokens(Value tokens, Value factors) {
        return given(tokens.shape);
    }

    @Override
    public Value channels(Value embedding, int from, int count) {
        return given(List.of((long) count));
    }

    @Override
    public Value withPlacesOf(Value picture, Value tokens, int usual) {
        return given(tokens.shape);
    }

    @Override
    public Value unpatched(Value tokens, Value like, int patch) {
        return sized(tokens.shape.get(1) / patch / patch, like.shape.get(1), like.shape.get(2));
    }

    @Override
    public Value tokenAt(Value tokens, Value places) {
        return given(List.of(tokens.shape.get(1)));
    }

    @Override
    public Value upsample(Value picture) {
        return sized(picture.shape.get(0), 2 * picture.shape.get(1), 2 * picture.shape.get(2));
    }

    @Override
    public Value smoothUpsample(Value picture) {
        return upsample(picture);
    }

    @Override
    public Value smoothPool(Value picture) {
        return averagePool(picture);
    }

    @Override
    public Value averagePool(Value picture) {
        return sized(picture.shape.get(0), picture.shape.get(1) / 2, picture.shape.get(2) / 2);
    }

    @Override
    public Value channelMeans(Value picture) {
        return given(List.of(picture.shape.get(0)));
    }

    @Override
    public Value padBehind(Value picture) {
        return sized(picture.shape.get(0), picture.shape.get(1) + 1, picture.shape.get(2) + 1);
    }

    @Override
    public Value dropout(Value x, double probability) {
        return given(x.shape);
    }

    @Override
    public Value sinusoids(Value timesteps, Sinusoids shape) {
        long numbers = timesteps.shape.stream().reduce(1L, Math::multiplyExact);
        return given(List.of(numbers * shape.channels()));
    }

    @Override
    public Value fourier(String name, Value timesteps) {
        return given(List.of(2 * weight(name).get(0)));
    }

    @Override
    public Value divideRows(Value pictures, Value numbers) {
        return given(pictures.shape);
    }

    @Override
    public Value embedding(String name, Value labels) {
        List<Long> shape = new ArrayList<>(labels.shape);
        shape.add(weight(name).get(1));
        return given(List.copyOf(shape));
    }

    @Override
    public Value part(String name, Value result) {
        Value named = new Value(result.shape, name);
        parts.add(named);
        return named;
    }

    @Override
    public Value skip(String into, Value brought) {
        skips.add(new Skip(brought.name, into, brought.shape));
        return brought;
    }

    private Value sized(long channels, long height, long width) {
        return given(List.of(channels, height, width));
    }

    private List<Long> weight(String name) {
        List<Long> shape = weights.get(name + ".weight");
        if (shape == null) {
            throw new IllegalArgumentException("The network has no weight named " + name + ".weight.");
        }
        return shape;
    }
}
