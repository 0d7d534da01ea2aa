package darkroom.network;

/** Self-attention over a picture's pixels, added to its input (as diffusers' {@code Attention} in its U-Nets). */
final class AttentionBlock implements Parametrised {

    private final String name;
    private final int channels;
    private final int heads;
    private final int groups;
    private final double epsilon;
    private final double outputScale;
    private final String norm;
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
        if (headChannels < 1 || channels % headChannels != 0) {
            throw new IllegalArgumentException("attention_head_dim " + headChannels + " must divide the " + channels
                    + " channels of " + name + ".");
        }
        this.name = name;
        this.channels = channels;
        this.heads = channels / headChannels;
        this.groups = groups;
        this.epsilon = epsilon;
        this.outputScale = outputScale;
        this.norm = name + ".group_norm";
        this.query = name + ".to_q";
        this.key = name + ".to_k";
        this.value = name + ".to_v";
        this.out = name + ".to_out.0";
    }

    @Override
    public void declare(Parameters parameters) {
        if (groups > 0) {
            parameters.norm(norm, channels);
        }
        parameters.linear(query, channels, channels);
        parameters.linear(key, channels, channels);
        parameters.linear(value, channels, channels);
        parameters.linear(out, channels, channels);
    }

    <T> T forward(Operations<T> on, T x) {
        T tokens = on.tokens(groups > 0 ? on.groupNorm(norm, x, groups, epsilon) : x);
        T mixed = on.attention(name, on.linear(query, tokens), on.linear(key, tokens), on.linear(value, tokens), heads);
        T sum = on.add(on.picture(on.linear(out, mixed), x), x);
        return on.part(name, outputScale == 1 ? sum : on.affine(sum, 1 / outputScale, 0));
    }
}
