package darkroom.network;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A diffusion transformer (Peebles and Xie 2023), built as diffusers' {@code DiTTransformer2DModel}: patches of a sample are tokens, and a
 * class and the time scale and shift them in every layer.
 *
 * <p>Samples are [B, in, H, W], outputs [B, out, H, W]; H and W must be multiples of the patch.
 */
public final class Dit implements Network {

    private static final String PATCHES = "pos_embed.proj", TOLD = "proj_out_1", OUT = "proj_out_2";

    private final DitConfig config;
    private final List<DitLayer> layers;

    /** A transformer with given options. */
    public Dit(DitConfig config) {
        this.config = config;
        layers = IntStream.range(0, config.numLayers())
                .mapToObj(i -> new DitLayer("transformer_blocks." + i, config))
                .toList();
    }

    /** The options. */
    public DitConfig config() {
        return config;
    }

    @Override
    public long[] sampleShape() {
        return new long[] {config.inChannels(), config.sampleSize(), config.sampleSize()};
    }

    @Override
    public int classEmbeddings() {
        return config.numEmbedsAdaNorm() + 1;
    }

    @Override
    public boolean learnsVariance() {
        return config.out() == 2 * config.inChannels();
    }

    @Override
    public void declare(Parameters parameters) {
        int channels = config.channels();
        parameters.convolution(PATCHES, config.inChannels(), channels, config.patchSize());
        layers.forEach(layer -> layer.declare(parameters));
        parameters.linear(TOLD, channels, 2 * channels);
        parameters.linear(OUT, channels, config.patchSize() * config.patchSize() * config.out());
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
        int channels = config.channels(), patch = config.patchSize();
        T patches = on.convolution(PATCHES, x, patch, 0);
        T tokens = on.withPlacesOf(patches, on.tokens(patches), config.sampleSize() / patch);
        for (DitLayer layer : layers) {
            tokens = on.part(layer.name(), layer.forward(on, tokens, timesteps, told.requireLabels()));
        }
        T last = on.linear(TOLD, on.silu(layers.get(0).told(on, timesteps, told.requireLabels())));
        T shift = on.channels(last, 0, channels), scale = on.channels(last, channels, channels);
        T modulated = on.modulateTokens(on.layerNorm(tokens, DitLayer.EPSILON), scale, shift);
        return on.part(OUT, on.unpatched(on.linear(OUT, modulated), x, patch));
    }
}
