package darkroom.network;

import org.jspecify.annotations.Nullable;

/** Self-attention over a picture's pixels, added to its input (as diffusers' {@code Attention} in its U-Nets). */
final class AttentionBlock implements Attends {

    private final String name;
    private final int channels;
    private final int heads;
    private final int inner;
    private final double outputScale;
    private final @Nullable Norm norm;
    private final String query;
    private final String key;
    private final String value;
    private final String out;

    /**
     * A block.
     *
     * @param headChannels the channels of a head; the heads are as many as fit
     * @param groups of the norm in front; 0 leaves the norm out
     */
    AttentionBlock(String name, int channels, int headChannels, int groups, double epsilon, double outputScale) {
        if (headChannels < 1 || headChannels > channels) {
            throw new IllegalArgumentException("attention_head_dim must be 1 to " + channels + ", the channels of "
                    + name + ", not " + headChannels + ".");
        }
        this.name = name;
        this.channels = channels;
        this.heads = channels / headChannels;
        this.inner = heads * headChannels;
        this.outputScale = outputScale;
        this.norm = groups > 0 ? new Norm(name + ".group_norm", channels, groups, epsilon) : null;
        this.query = name + ".to_q";
        this.key = name + ".to_k";
        this.value = name + ".to_v";
        this.out = name + ".to_out.0";
    }

    @Override
    public void declare(Parameters parameters) {
        if (norm != null) {
            norm.declare(parameters);
        }
        parameters.linear(query, channels, inner);
        parameters.linear(key, channels, inner);
        parameters.linear(value, channels, inner);
        parameters.linear(out, inner, channels);
    }

    @Override
    public <T> T forward(Operations<T> on, T x, Told<T> told) {
        T tokens = on.tokens(norm == null ? x : norm.forward(on, x));
        T mixed = on.attention(name, on.linear(query, tokens), on.linear(key, tokens), on.linear(value, tokens), heads);
        T sum = on.add(on.picture(on.linear(out, mixed), x), x);
        return on.part(name, outputScale == 1 ? sum : on.affine(sum, 1 / outputScale, 0));
    }
}
