package darkroom.network;

/**
 * The operations that networks are made of, on values of some type: a tensor that is computed at once, or a buffer of a
 * plan that is being recorded.
 *
 * <p>A network's forward pass is written once against these and knows nothing of who computes. Operations with weights
 * find them by name; the names are those of the parameters in diffusers without {@code .weight} and {@code .bias}.
 * Pictures are [B, C, H, W], tokens [B, N, C], embeddings [B, C].
 *
 * @param <T> what is operated on
 */
public interface Operations<T> {

    /** A square convolution, with bias where the weights have one; its kernel's size is that of its weights. */
    T convolution(String name, T picture, int stride, int padding);

    /** A linear map of the last dimension, with bias where the weights have one. */
    T linear(String name, T x);

    /** Group normalisation with scale and shift (Wu and He 2018). */
    T groupNorm(String name, T picture, int groups, double epsilon);

    /** Normalisation of each token's channels, with scale and shift (Ba et al. 2016). */
    T layerNorm(String name, T tokens, double epsilon);

    /** Normalisation of each token's channels, without scale and shift. */
    T layerNorm(T tokens, double epsilon);

    /** {@code x * sigmoid(x)}. */
    T silu(T x);

    /** An activation function of each number. */
    T activation(T x, Activation function);

    /** The sum of two values of one shape. */
    T add(T a, T b);

    /** {@code factor * x + offset}. */
    T affine(T x, double factor, double offset);

    /** A picture plus one number for each channel, [B, C]. */
    T addToChannels(T picture, T channels);

    /** {@code picture * (1 + scale) + shift}, with [B, 2C] holding first the scales, then the shifts. */
    T modulate(T picture, T scaleAndShift);

    /** {@code tokens * (1 + scale) + shift}, with a scale and a shift for each channel, [B, C]. */
    T modulateTokens(T tokens, T scale, T shift);

    /** Tokens times one factor for each channel, [B, C]. */
    T scaleTokens(T tokens, T factors);

    /** Some of an embedding's channels, [B, count]. */
    T channels(T embedding, int from, int count);

    /** Two pictures or two embeddings, channel behind channel. */
    T concatenate(T a, T b);

    /** A picture's pixels as tokens, [B, H * W, C]. */
    T tokens(T picture);

    /** Tokens as a picture of the size of another. */
    T picture(T tokens, T like);

    /**
     * Softmax attention (Vaswani et al. 2017, eq. 1) of tokens whose channels are shared out among heads.
     *
     * @param name of the part that attends
     */
    T attention(String name, T query, T key, T value, int heads);

    /** As {@link #attention}, but no token takes anything from those behind it. */
    T causalAttention(String name, T query, T key, T value, int heads);

    /** The first half of the channels of tokens [B, N, 2C], times the GELU of the second (Shazeer 2020, GEGLU). */
    T gated(T tokens);

    /** Tokens plus a row of a table for each place from the first on. */
    T withPlaces(String name, T tokens);

    /**
     * A picture's tokens plus sinusoids of their columns in the first half of the channels, and of their rows in the second (Peebles and Xie
     * 2023, section 3.2).
     *
     * @param picture of which they are
     * @param usual how many rows and columns a picture has that stands for itself; others are counted as parts of so many
     */
    T withPlacesOf(T picture, T tokens, int usual);

    /** A picture of patches, each the channels of a token, row by row with the picture's channels last: of the size of another. */
    T unpatched(T tokens, T like, int patch);

    /** One token of each sample, by its place [B]: [B, C]. */
    T tokenAt(T tokens, T places);

    /** A picture of twice the size, each pixel four times. */
    T upsample(T picture);

    /** A picture of twice the size, smoothed by the filter (1, 3, 3, 1) both ways (Karras et al. 2020, appendix B). */
    T smoothUpsample(T picture);

    /** A picture of half the size, smoothed by the filter (1, 3, 3, 1) both ways. */
    T smoothPool(T picture);

    /** A picture of half the size, each pixel the mean of four. */
    T averagePool(T picture);

    /** The mean of each channel, [B, C]. */
    T channelMeans(T picture);

    /** A zero column at the right and a zero row below. */
    T padBehind(T picture);

    /** Each number dropped with a probability while training; the same value otherwise. */
    T dropout(T x, double probability);

    /** Sinusoids of the timesteps [B] (Vaswani et al. 2017, section 3.5), [B, channels]; of [B, K] those of K numbers, side by side. */
    T sinusoids(T timesteps, Sinusoids shape);

    /** Sines, then cosines of {@code 2 pi f log t} for timesteps t [B] and learned frequencies f (Song et al. 2021), [B, 2C]. */
    T fourier(String name, T timesteps);

    /** Pictures, each divided by a number of its own [B]. */
    T divideRows(T pictures, T numbers);

    /** A row of an embedding's table for each label, a whole number, [B] or [B, N]: [B, C] or [B, N, C]. */
    T embedding(String name, T labels);

    /**
     * What a named part of the network has made, such as {@code mid_block.attentions.0}; the value to go on with.
     *
     * <p>Parts are the modules of diffusers, and the parameters of a part are those whose names begin with its own.
     */
    default T part(String name, T result) {
        return result;
    }

    /**
     * What a skip connection brings, past all that lies deeper; the value to go on with.
     *
     * @param into the part that takes it in
     */
    default T skip(String into, T brought) {
        return brought;
    }
}
