package darkroom.network;

import java.util.ArrayList;
import java.util.List;

/** A transformer over a picture's pixels that is told a text, added to its input (as diffusers' {@code Transformer2DModel}). */
final class TransformerBlock implements Attends {

    private static final double EPSILON = 1e-6;

    private final String name;
    private final int channels;
    private final boolean linear;
    private final Norm norm;
    private final List<TransformerLayer> layers = new ArrayList<>();

    /**
     * A block.
     *
     * @param groups of the norm in front
     * @param linear whether pictures enter and leave by linear maps, not by convolutions of single pixels
     */
    TransformerBlock(
            String name,
            int channels,
            int textChannels,
            int heads,
            int depth,
            int groups,
            boolean linear,
            double dropout) {
        if (channels % heads != 0) {
            throw new IllegalArgumentException("The " + channels + " channels of " + name
                    + " cannot be shared out among " + heads + " heads (attention_head_dim).");
        }
        this.name = name;
        this.channels = channels;
        this.linear = linear;
        this.norm = new Norm(name + ".norm", channels, groups, EPSILON);
        for (int i = 0; i < depth; i++) {
            layers.add(new TransformerLayer(name + ".transformer_blocks." + i, channels, textChannels, heads, dropout));
        }
    }

    @Override
    public void declare(Parameters parameters) {
        norm.declare(parameters);
        declareProjection(parameters, name + ".proj_in");
        layers.forEach(layer -> layer.declare(parameters));
        declareProjection(parameters, name + ".proj_out");
    }

    private void declareProjection(Parameters parameters, String projection) {
        if (linear) {
            parameters.linear(projection, channels, channels);
        } else {
            parameters.convolution(projection, channels, channels, 1);
        }
    }

    @Override
    public <T> T forward(Operations<T> on, T picture, Told<T> told) {
        T normed = norm.forward(on, picture);
        T tokens = linear
                ? on.linear(name + ".proj_in", on.tokens(normed))
                : on.tokens(on.convolution(name + ".proj_in", normed, 1, 0));
        for (TransformerLayer layer : layers) {
            tokens = layer.forward(on, tokens, told.requireText());
        }
        T changed = linear
                ? on.picture(on.linear(name + ".proj_out", tokens), picture)
                : on.convolution(name + ".proj_out", on.picture(tokens, picture), 1, 0);
        return on.part(name, on.add(changed, picture));
    }
}
