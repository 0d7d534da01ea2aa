package darkroom.plan;

import darkroom.network.Activation;
import darkroom.network.Operations;
import darkroom.network.Sinusoids;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Operations that write down what is asked of them: nothing is computed. */
final class Recorder implements Operations<Node> {

    private final Weights weights;
    private final Operations<Tensor> before;
    private final List<Node> nodes = new ArrayList<>();

    /**
     * Nothing recorded so far.
     *
     * @param before by which numbers such as timesteps become embeddings in front of the first recorded step
     */
    Recorder(Weights weights, Operations<Tensor> before) {
        this.weights = weights;
        this.before = before;
    }

    /** All that was recorded, in order. */
    List<Node> nodes() {
        return nodes;
    }

    /** A value that comes from what the network is told. */
    Node given(Function<Asked, Tensor> made, long... shape) {
        return node(new Given(made), List.of(), shape);
    }

    @Override
    public Node convolution(String name, Node picture, int stride, int padding) {
        boolean padded = picture.operation() instanceof Padding;
        Node seen = padded ? picture.input(0) : picture;
        int behind = padding + (padded ? 1 : 0);
        long[] shape = Convolution.shape(seen, sizes(name), stride, padding + behind);
        return node(new Convolution(name, stride, padding, behind), List.of(seen), shape);
    }

    @Override
    public Node linear(String name, Node x) {
        long[] shape = x.shape();
        shape[shape.length - 1] = sizes(name)[0];
        return node(new Linear(name), List.of(x), shape);
    }

    @Override
    public Node layerNorm(String name, Node tokens, double epsilon) {
        return alike(new LayerNorm(name, epsilon), tokens);
    }

    @Override
    public Node groupNorm(String name, Node picture, int groups, double epsilon) {
        return alike(new GroupNorm(name, groups, epsilon), picture);
    }

    @Override
    public Node silu(Node x) {
        return activation(x, Activation.SILU);
    }

    @Override
    public Node activation(Node x, Activation function) {
        return alike(Elementwise.of(function), x);
    }

    @Override
    public Node add(Node a, Node b) {
        return alike(new Sum(), a, b);
    }

    @Override
    public Node affine(Node x, double factor, double offset) {
        return alike(Elementwise.affine(factor, offset), x);
    }

    @Override
    public Node addToChannels(Node picture, Node channels) {
        return alike(new ChannelSum(), picture, channels);
    }

    @Override
    public Node modulate(Node picture, Node scaleAndShift) {
        return alike(new Modulation(), picture, scaleAndShift);
    }

    @Override
    public Node concatenate(Node a, Node b) {
        if (!a.isPicture()) {
            return sideBySide(a, b);
        }
        return node(new Concatenation(), List.of(a, b), a.size(0), a.channels() + b.channels(), a.size(2), a.size(3));
    }

    /** Embeddings of what the network is told. */
    private Node sideBySide(Node a, Node b) {
        if (a.operation() instanceof Given one && b.operation() instanceof Given other) {
            return given(
                    asked -> Tensors.concatenated(
                            1, one.made().apply(asked), other.made().apply(asked)),
                    a.size(0),
                    a.channels() + b.channels());
        }
        throw new NotRecorded("embeddings side by side that the network computes itself");
    }

    @Override
    public Node tokens(Node picture) {
        long pixels = picture.size(2) * picture.size(3);
        return node(new View(), List.of(picture), picture.size(0), pixels, picture.channels());
    }

    @Override
    public Node picture(Node tokens, Node like) {
        return node(new View(), List.of(tokens), tokens.size(0), tokens.channels(), like.size(2), like.size(3));
    }

    @Override
    public Node attention(String name, Node query, Node key, Node value, int heads) {
        return node(new Attention(heads), List.of(query, key, value), query.shape());
    }

    @Override
    public Node causalAttention(String name, Node query, Node key, Node value, int heads) {
        throw new NotRecorded("attention to the tokens before");
    }

    @Override
    public Node gated(Node tokens) {
        if (tokens.operation() instanceof Linear linear) {
            long[] shape = tokens.shape();
            shape[shape.length - 1] /= 2;
            return node(new GatedLinear(linear.layer()), tokens.inputs(), shape);
        }
        throw new NotRecorded("channels that gate others, where no linear map makes them");
    }

    @Override
    public Node withPlaces(String name, Node tokens) {
        throw new NotRecorded("tokens that are told their places");
    }

    @Override
    public Node layerNorm(Node tokens, double epsilon) {
        return alike(new LayerNorm(null, epsilon), tokens);
    }

    @Override
    public Node modulateTokens(Node tokens, Node scale, Node shift) {
        return alike(new TokenModulation(), tokens, scale, shift);
    }

    @Override
    public Node scaleTokens(Node tokens, Node factors) {
        return alike(new TokenFactors(), tokens, factors);
    }

    @Override
    public Node channels(Node embedding, int from, int count) {
        return node(new EmbeddingPart(from), List.of(embedding), embedding.size(0), count);
    }

    @Override
    public Node withPlacesOf(Node picture, Node tokens, int usual) {
        long[] pixels = picture.shape(), shape = tokens.shape();
        float[] sinusoids = Scope.call(
                () -> Tensors.floats(before.withPlacesOf(torch.zeros(pixels), torch.zeros(shape), usual)),
                kept -> Stream.empty());
        Node places = given(asked -> Tensors.of(sinusoids, shape), shape);
        return add(tokens, places);
    }

    @Override
    public Node unpatched(Node tokens, Node like, int patch) {
        long channels = tokens.channels() / ((long) patch * patch);
        return node(new Unpatching(patch), List.of(tokens), tokens.size(0), channels, like.size(2), like.size(3));
    }

    @Override
    public Node tokenAt(Node tokens, Node places) {
        throw new NotRecorded("a token that is picked out");
    }

    @Override
    public Node upsample(Node picture) {
        return sized(new Upsampling(), picture, 2 * picture.size(2), 2 * picture.size(3));
    }

    @Override
    public Node smoothUpsample(Node picture) {
        return alike(Smoothing.DOUBLED, upsample(picture));
    }

    @Override
    public Node smoothPool(Node picture) {
        return sized(Smoothing.HALVING, picture, picture.size(2) / 2, picture.size(3) / 2);
    }

    @Override
    public Node averagePool(Node picture) {
        return sized(new Pooling(), picture, picture.size(2) / 2, picture.size(3) / 2);
    }

    @Override
    public Node channelMeans(Node picture) {
        return node(new ChannelMeans(), List.of(picture), picture.size(0), picture.channels());
    }

    @Override
    public Node padBehind(Node picture) {
        return sized(new Padding(), picture, picture.size(2) + 1, picture.size(3) + 1);
    }

    @Override
    public Node dropout(Node x, double probability) {
        return x;
    }

    @Override
    public Node sinusoids(Node timesteps, Sinusoids shape) {
        long each = timesteps.rank() == 1 ? 1 : timesteps.size(1);
        return made(numbers -> before.sinusoids(numbers, shape), timesteps, each * shape.channels());
    }

    @Override
    public Node fourier(String name, Node timesteps) {
        return made(numbers -> before.fourier(name, numbers), timesteps, 2 * sizes(name)[0]);
    }

    @Override
    public Node divideRows(Node pictures, Node numbers) {
        return alike(new Division(), pictures, numbers);
    }

    @Override
    public Node embedding(String name, Node labels) {
        return made(numbers -> before.embedding(name, numbers), labels, sizes(name)[1]);
    }

    private Node made(Function<Tensor, Tensor> embedding, Node numbers, long channels) {
        if (numbers.operation() instanceof Given given) {
            return given(given.made().andThen(embedding), numbers.size(0), channels);
        }
        throw new NotRecorded("an embedding of numbers that the network computes itself");
    }

    private Node alike(Operation operation, Node... inputs) {
        return node(operation, List.of(inputs), inputs[0].shape());
    }

    private Node sized(Operation operation, Node picture, long height, long width) {
        return node(operation, List.of(picture), picture.size(0), picture.channels(), height, width);
    }

    private Node node(Operation operation, List<Node> inputs, long... shape) {
        Node node = new Node(operation, inputs, shape);
        nodes.add(node);
        return node;
    }

    private long[] sizes(String layer) {
        return Tensors.sizes(weights.get(layer + ".weight"));
    }
}
