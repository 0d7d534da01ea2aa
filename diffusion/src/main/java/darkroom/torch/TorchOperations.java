package darkroom.torch;

import darkroom.network.Activation;
import darkroom.network.Operations;
import darkroom.network.Sinusoids;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Operations that libtorch computes at once, in the type of the weights.
 *
 * <p>Holds what the operations on each weight need, so that a call allocates little but its result, until it is closed;
 * shares the memory of the weights, which must outlive it. Free to be shared between threads.
 */
public final class TorchOperations implements Operations<Tensor>, AutoCloseable {

    /** A layer's parameters as libtorch's functions take them. */
    private record Layer(Tensor weight, TensorOptional optionalWeight, TensorOptional bias) {

        static Layer of(Weights weights, String name) {
            Tensor weight = weights.get(name + ".weight");
            Tensor bias = weights.byName().get(name + ".bias");
            return new Layer(
                    weight, new TensorOptional(weight), bias == null ? new TensorOptional() : new TensorOptional(bias));
        }
    }

    private static final double QUICK = 1.702;
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] NONE = {0, 0};

    private final Weights weights;
    private final Map<String, Layer> layers = new ConcurrentHashMap<>();
    private final Map<Sinusoids, Tensor> frequencies = new ConcurrentHashMap<>();
    private final torch.ScalarType type;

    /** Operations with given weights, for evaluation. */
    public TorchOperations(Weights weights) {
        this.weights = weights;
        this.type = weights.type();
    }

    /** The type in which samples are expected and outputs are given. */
    public torch.ScalarType type() {
        return type;
    }

    @Override
    public Tensor convolution(String name, Tensor picture, int stride, int padding) {
        Layer layer = layer(name);
        if (layer.weight.size(2) == 1 && stride == 1 && !picture.requires_grad()) {
            return mixedChannels(layer, picture);
        }
        return torch.conv2d(
                picture, layer.weight, layer.bias, new long[] {stride, stride}, new long[] {padding, padding}, ONE, 1);
    }

    /**
     * A convolution of a single pixel. libtorch chooses between two ways by the number of threads, with other last bits;
     * here it is always oneDNN, or a product of matrices, which is the faster one in bfloat16.
     */
    private Tensor mixedChannels(Layer layer, Tensor picture) {
        if (type == torch.ScalarType.Float && torch.hasMKLDNN()) {
            return torch.mkldnn_convolution(picture, layer.weight, layer.bias, NONE, ONE, ONE, 1);
        }
        Tensor mixed = torch.matmul(layer.weight.flatten(1, 3), picture.flatten(2, 3));
        if (layer.bias.has_value()) {
            mixed.add_(layer.bias.get().unsqueeze(1));
        }
        return mixed.unflatten(2, picture.size(2), picture.size(3));
    }

    @Override
    public Tensor linear(String name, Tensor x) {
        Layer layer = layer(name);
        boolean alike = x.dim() == 2 && type == torch.ScalarType.Float && torch.hasMKLDNN();
        return alike && !layer.weight.requires_grad() ? rowByRow(layer, x) : torch.linear(x, layer.weight, layer.bias);
    }

    /**
     * A linear map whose last bits do not depend on how many rows there are, as OpenBLAS's do: oneDNN's convolution of a
     * single pixel, which sums alike for any number from two.
     */
    private static Tensor rowByRow(Layer layer, Tensor x) {
        Tensor weight = layer.weight.unsqueeze(2).unsqueeze(3);
        return torch.mkldnn_convolution(x.unsqueeze(2).unsqueeze(3), weight, layer.bias, NONE, ONE, ONE, 1)
                .flatten(1, 3);
    }

    @Override
    public Tensor groupNorm(String name, Tensor picture, int groups, double epsilon) {
        Layer layer = layer(name);
        return torch.group_norm(picture, groups, layer.optionalWeight, layer.bias, epsilon, false);
    }

    @Override
    public Tensor layerNorm(String name, Tensor tokens, double epsilon) {
        Layer layer = layer(name);
        return torch.layer_norm(tokens, new long[] {tokens.size(-1)}, layer.optionalWeight, layer.bias, epsilon, false);
    }

    @Override
    public Tensor silu(Tensor x) {
        return torch.silu(x);
    }

    @Override
    public Tensor activation(Tensor x, Activation function) {
        return switch (function) {
            case SILU -> torch.silu(x);
            case MISH -> torch.mish(x);
            case GELU -> torch.gelu(x);
            case TANH_GELU -> torch.gelu(x, new BytePointer("tanh"));
            case QUICK_GELU -> x.mul(torch.sigmoid(Tensors.scaled(QUICK, x)));
            case RELU -> torch.relu(x);
            case TANH -> torch.tanh(x);
        };
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return a.add(b);
    }

    @Override
    public Tensor affine(Tensor x, double factor, double offset) {
        Tensor scaled = Tensors.scaled(factor, x);
        if (offset == 0) {
            return scaled;
        }
        try (Scalar scalar = new Scalar(offset)) {
            return scaled.add(scalar);
        }
    }

    @Override
    public Tensor addToChannels(Tensor picture, Tensor channels) {
        return picture.add(perChannel(channels));
    }

    @Override
    public Tensor modulate(Tensor picture, Tensor scaleAndShift) {
        TensorVector halves = perChannel(scaleAndShift).chunk(2, 1);
        return torch.addcmul(picture.add(halves.get(1)), picture, halves.get(0));
    }

    @Override
    public Tensor concatenate(Tensor a, Tensor b) {
        return Tensors.concatenated(1, a, b);
    }

    @Override
    public Tensor tokens(Tensor picture) {
        return picture.flatten(2, 3).transpose(1, 2).contiguous();
    }

    @Override
    public Tensor picture(Tensor tokens, Tensor like) {
        // Left as a view, its order of pixels and channels would pass on to all that follows, and slow the norms down.
        return tokens.transpose(1, 2).contiguous().view(tokens.size(0), tokens.size(2), like.size(2), like.size(3));
    }

    @Override
    public Tensor attention(String name, Tensor query, Tensor key, Tensor value, int heads) {
        Tensor q = heads(query, heads), k = heads(key, heads), v = heads(value, heads);
        // libtorch's fused attention is the faster one in float32 and many times slower in bfloat16.
        Tensor mixed = q.scalar_type().intern() == torch.ScalarType.BFloat16
                ? softmaxAttention(q, k, v)
                : torch.scaled_dot_product_attention(q, k, v);
        return mixed.transpose(1, 2).reshape(query.size(0), query.size(1), query.size(2));
    }

    @Override
    public Tensor causalAttention(String name, Tensor query, Tensor key, Tensor value, int heads) {
        Tensor scores = scores(heads(query, heads), heads(key, heads));
        Tensor behind = torch.ones(scores.size(2), scores.size(3)).triu(1).to(torch.ScalarType.Bool);
        scores.masked_fill_(behind, new Scalar(Double.NEGATIVE_INFINITY));
        Tensor mixed = torch.matmul(torch.softmax(scores, -1), heads(value, heads));
        return mixed.transpose(1, 2).reshape(query.size(0), query.size(1), query.size(2));
    }

    @Override
    public Tensor gated(Tensor tokens) {
        TensorVector halves = tokens.chunk(2, -1);
        return halves.get(0).mul(torch.gelu(halves.get(1)));
    }

    @Override
    public Tensor withPlaces(String name, Tensor tokens) {
        return tokens.add(layer(name).weight.narrow(0, 0, tokens.size(1)));
    }

    @Override
    public Tensor layerNorm(Tensor tokens, double epsilon) {
        TensorOptional none = new TensorOptional();
        return torch.layer_norm(tokens, new long[] {tokens.size(-1)}, none, none, epsilon, false);
    }

    @Override
    public Tensor modulateTokens(Tensor tokens, Tensor scale, Tensor shift) {
        return torch.addcmul(tokens.add(shift.unsqueeze(1)), tokens, scale.unsqueeze(1));
    }

    @Override
    public Tensor scaleTokens(Tensor tokens, Tensor factors) {
        return tokens.mul(factors.unsqueeze(1));
    }

    @Override
    public Tensor channels(Tensor embedding, int from, int count) {
        return embedding.narrow(1, from, count);
    }

    @Override
    public Tensor withPlacesOf(Tensor picture, Tensor tokens, int usual) {
        int rows = (int) picture.size(2), columns = (int) picture.size(3), channels = (int) tokens.size(2);
        float[] places = PlaceSinusoids.of(rows, columns, channels, usual);
        return tokens.add(Tensors.of(places, 1, (long) rows * columns, channels).to(tokens.scalar_type()));
    }

    @Override
    public Tensor unpatched(Tensor tokens, Tensor like, int patch) {
        long batch = tokens.size(0), rows = like.size(2) / patch, columns = like.size(3) / patch;
        long channels = tokens.size(2) / patch / patch;
        return tokens.view(batch, rows, columns, patch, patch, channels)
                .permute(0, 5, 1, 3, 2, 4)
                .contiguous()
                .view(batch, channels, like.size(2), like.size(3));
    }

    @Override
    public Tensor tokenAt(Tensor tokens, Tensor places) {
        Tensor index = places.to(torch.ScalarType.Long).view(-1, 1, 1).expand(-1, 1, tokens.size(2));
        return tokens.gather(1, index).squeeze(1);
    }

    private static Tensor softmaxAttention(Tensor q, Tensor k, Tensor v) {
        return torch.matmul(weights(q, k), v);
    }

    /** How much each token takes from each: softmax(q k^T / sqrt(d)), [B, heads, N, N], of queries and keys [B, N, C]. */
    static Tensor attentionWeights(Tensor query, Tensor key, int heads) {
        return weights(heads(query, heads), heads(key, heads));
    }

    private static Tensor weights(Tensor q, Tensor k) {
        return torch.softmax(scores(q, k), -1);
    }

    private static Tensor scores(Tensor q, Tensor k) {
        return torch.matmul(Tensors.scaled(1 / Math.sqrt(q.size(3)), q), k.transpose(2, 3));
    }

    private static Tensor heads(Tensor tokens, int heads) {
        return tokens.view(tokens.size(0), tokens.size(1), heads, tokens.size(2) / heads)
                .transpose(1, 2);
    }

    @Override
    public Tensor upsample(Tensor picture) {
        // Twice as fast as libtorch's own.
        Tensor column = picture.unsqueeze(4);
        Tensor row = Tensors.concatenated(4, column, column).flatten(3, 4).unsqueeze(3);
        return Tensors.concatenated(3, row, row).flatten(2, 3);
    }

    @Override
    public Tensor smoothUpsample(Tensor picture) {
        Tensor planes = planes(picture);
        return torch.conv_transpose2d(planes, smoothing(0.25), new TensorOptional(), TWO, ONE, NONE, 1, ONE)
                .view(picture.size(0), picture.size(1), 2 * picture.size(2), 2 * picture.size(3));
    }

    @Override
    public Tensor smoothPool(Tensor picture) {
        Tensor half = torch.conv2d(planes(picture), smoothing(0.125), new TensorOptional(), TWO, ONE, ONE, 1);
        return half.view(picture.size(0), picture.size(1), picture.size(2) / 2, picture.size(3) / 2);
    }

    /** Each channel as a picture of its own. */
    private static Tensor planes(Tensor picture) {
        return picture.contiguous().flatten(0, 1).unsqueeze(1);
    }

    /** The filter (1, 3, 3, 1) both ways, times the square of a factor. */
    private Tensor smoothing(double factor) {
        Tensor line = Tensors.scaled(factor, Tensors.of(new float[] {1, 3, 3, 1}, 4));
        return torch.outer(line, line).view(1, 1, 4, 4).to(type);
    }

    @Override
    public Tensor averagePool(Tensor picture) {
        return torch.avg_pool2d(
                picture, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, false, true, new LongOptional());
    }

    @Override
    public Tensor channelMeans(Tensor picture) {
        return picture.mean(2, 3);
    }

    @Override
    public Tensor padBehind(Tensor picture) {
        return torch.pad(picture, 0, 1, 0, 1);
    }

    @Override
    public Tensor dropout(Tensor x, double probability) {
        return x;
    }

    @Override
    public Tensor sinusoids(Tensor timesteps, Sinusoids shape) {
        Tensor angles = timesteps.to(torch.ScalarType.Float).unsqueeze(-1).mul(frequencies(shape));
        Tensor precise =
                angles.to(torch.ScalarType.Double); // a float's sine depends in its last bit on the rows beside it
        Tensor sines = precise.sin(), cosines = precise.cos();
        Tensor both = shape.cosineFirst()
                ? Tensors.concatenated(-1, cosines, sines)
                : Tensors.concatenated(-1, sines, cosines);
        return both.flatten(1, -1).to(type);
    }

    @Override
    public Tensor fourier(String name, Tensor timesteps) {
        Tensor logs = timesteps.to(torch.ScalarType.Float).log().unsqueeze(1);
        Tensor turns = logs.mul(weights.get(name + ".weight").to(torch.ScalarType.Float));
        Tensor angles = Tensors.scaled(Math.PI, Tensors.scaled(2, turns));
        return concatenate(angles.sin(), angles.cos()).to(type);
    }

    @Override
    public Tensor divideRows(Tensor pictures, Tensor numbers) {
        return pictures.div(numbers.to(pictures.scalar_type()).view(-1, 1, 1, 1));
    }

    @Override
    public Tensor embedding(String name, Tensor labels) {
        return torch.embedding(layer(name).weight, labels.to(torch.ScalarType.Long));
    }

    @Override
    public void close() {
        layers.values().forEach(layer -> {
            layer.optionalWeight.close();
            layer.bias.close();
        });
        frequencies.values().forEach(Tensor::close);
        layers.clear();
        frequencies.clear();
    }

    private Layer layer(String name) {
        return layers.computeIfAbsent(
                name, missing -> Scope.own(() -> Layer.of(weights, missing), l -> Stream.of(l.optionalWeight, l.bias)));
    }

    private Tensor frequencies(Sinusoids shape) {
        return frequencies.computeIfAbsent(shape, missing -> Scope.own(() -> computed(missing), Stream::of));
    }

    private static Tensor computed(Sinusoids shape) {
        float[] logs = shape.logFrequencies();
        return Tensors.of(logs, logs.length).exp();
    }

    private static Tensor perChannel(Tensor channels) {
        return channels.unsqueeze(2).unsqueeze(3);
    }
}
