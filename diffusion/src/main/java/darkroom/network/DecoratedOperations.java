package darkroom.network;

/**
 * Operations that pass everything on to others: what a decorator overrides is what it adds.
 *
 * @param <T> what is operated on
 */
public abstract class DecoratedOperations<T> implements Operations<T> {

    private final Operations<T> inner;

    /**
     * Operations around others.
     *
     * @param inner who computes
     */
    protected DecoratedOperations(Operations<T> inner) {
        this.inner = inner;
    }

    @Override
    public T convolution(String name, T picture, int stride, int padding) {
        return inner.convolution(name, picture, stride, padding);
    }

    @Override
    public T linear(String name, T x) {
        return inner.linear(name, x);
    }

    @Override
    public T groupNorm(String name, T picture, int groups, double epsilon) {
        return inner.groupNorm(name, picture, groups, epsilon);
    }

    @Override
    public T layerNorm(String name, T tokens, double epsilon) {
        return inner.layerNorm(name, tokens, epsilon);
    }

    @Override
    public T silu(T x) {
        return inner.silu(x);
    }

    @Override
    public T activation(T x, Activation function) {
        return inner.activation(x, function);
    }

    @Override
    public T add(T a, T b) {
        return inner.add(a, b);
    }

    @Override
    public T affine(T x, double factor, double offset) {
        return inner.affine(x, factor, offset);
    }

    @Override
    public T addToChannels(T picture, T channels) {
        return inner.addToChannels(picture, channels);
    }

    @Override
    public T modulate(T picture, T scaleAndShift) {
        return inner.modulate(picture, scaleAndShift);
    }

    @Override
    public T concatenate(T a, T b) {
        return inner.concatenate(a, b);
    }

    @Override
    public T tokens(T picture) {
        return inner.tokens(picture);
    }

    @Override
    public T picture(T tokens, T like) {
        return inner.picture(tokens, like);
    }

    @Override
    public T attention(String name, T query, T key, T value, int heads) {
        return inner.attention(name, query, key, value, heads);
    }

    @Override
    public T causalAttention(String name, T query, T key, T value, int heads) {
        return inner.causalAttention(name, query, key, value, heads);
    }

    @Override
    public T gated(T tokens) {
        return inner.gated(tokens);
    }

    @Override
    public T withPlaces(String name, T tokens) {
        return inner.withPlaces(name, tokens);
    }

    @Override
    public T layerNorm(T tokens, double epsilon) {
        return inner.layerNorm(tokens, epsilon);
    }

    @Override
    public T modulateTokens(T tokens, T scale, T shift) {
        return inner.modulateTokens(tokens, scale, shift);
    }

    @Override
    public T scaleTokens(T tokens, T factors) {
        return inner.scaleTokens(tokens, factors);
    }

    @Override
    public T channels(T embedding, int from, int count) {
        return inner.channels(embedding, from, count);
    }

    @Override
    public T withPlacesOf(T picture, T tokens, int usual) {
        return inner.withPlacesOf(picture, tokens, usual);
    }

    @Override
    public T unpatched(T tokens, T like, int patch) {
        return inner.unpatched(tokens, like, patch);
    }

    @Override
    public T tokenAt(T tokens, T places) {
        return inner.tokenAt(tokens, places);
    }

    @Override
    public T upsample(T picture) {
        return inner.upsample(picture);
    }

    @Override
    public T smoothUpsample(T picture) {
        return inner.smoothUpsample(picture);
    }

    @Override
    public T smoothPool(T picture) {
        return inner.smoothPool(picture);
    }

    @Override
    public T averagePool(T picture) {
        return inner.averagePool(picture);
    }

    @Override
    public T channelMeans(T picture) {
        return inner.channelMeans(picture);
    }

    @Override
    public T padBehind(T picture) {
        return inner.padBehind(picture);
    }

    @Override
    public T dropout(T x, double probability) {
        return inner.dropout(x, probability);
    }

    @Override
    public T sinusoids(T timesteps, Sinusoids shape) {
        return inner.sinusoids(timesteps, shape);
    }

    @Override
    public T fourier(String name, T timesteps) {
        return inner.fourier(name, timesteps);
    }

    @Override
    public T divideRows(T pictures, T numbers) {
        return inner.divideRows(pictures, numbers);
    }

    @Override
    public T embedding(String name, T labels) {
        return inner.embedding(name, labels);
    }

    @Override
    public T part(String name, T result) {
        return inner.part(name, result);
    }

    @Override
    public T skip(String into, T brought) {
        return inner.skip(into, brought);
    }
}
