package darkroom.network;

/**
 * A layer of a diffusion transformer (Peebles and Xie 2023, section 3.2, adaLN-Zero): attention and a linear map with an activation, each
 * behind a norm that time and class scale and shift, and added as strongly as they say.
 */
record DitLayer(String name, DitConfig config) implements Parametrised {

    static final double EPSILON = 1e-6;
    private static final int WIDER = 4, TIME_CHANNELS = 256;
    private static final Sinusoids SINUSOIDS = new Sinusoids(TIME_CHANNELS, true, 1);

    @Override
    public void declare(Parameters parameters) {
        int channels = config.channels();
        parameters.linear(time(1), TIME_CHANNELS, channels);
        parameters.linear(time(2), channels, channels);
        parameters.embedding(classes(), config.numEmbedsAdaNorm() + 1, channels);
        parameters.linear(name + ".norm1.linear", channels, 6 * channels);
        for (String part : new String[] {"q", "k", "v"}) {
            if (config.attentionBias()) {
                parameters.linear(name + ".attn1.to_" + part, channels, channels);
            } else {
                parameters.matrix(name + ".attn1.to_" + part, channels, channels);
            }
        }
        parameters.linear(name + ".attn1.to_out.0", channels, channels);
        if (config.normElementwiseAffine()) {
            parameters.norm(name + ".norm3", channels);
        }
        parameters.linear(name + ".ff.net.0.proj", channels, WIDER * channels);
        parameters.linear(name + ".ff.net.2", WIDER * channels, channels);
    }

    private String time(int map) {
        return name + ".norm1.emb.timestep_embedder.linear_" + map;
    }

    private String classes() {
        return name + ".norm1.emb.class_embedder.embedding_table";
    }

    /** Time and class as this layer embeds them, [B, C]. */
    <T> T told(Operations<T> on, T timesteps, T labels) {
        T time = on.linear(time(1), on.sinusoids(timesteps, SINUSOIDS));
        return on.add(on.linear(time(2), on.silu(time)), on.embedding(classes(), labels));
    }

    /** Its output, [B, N, C]. */
    <T> T forward(Operations<T> on, T tokens, T timesteps, T labels) {
        T six = on.linear(name + ".norm1.linear", on.silu(told(on, timesteps, labels)));
        T own = on.modulateTokens(on.layerNorm(tokens, EPSILON), piece(on, six, 1), piece(on, six, 0));
        T hidden = on.add(on.scaleTokens(attended(on, own), piece(on, six, 2)), tokens);
        T seen = on.modulateTokens(normed(on, hidden), piece(on, six, 4), piece(on, six, 3));
        T wide = on.activation(on.linear(name + ".ff.net.0.proj", seen), activation());
        T changed = on.linear(name + ".ff.net.2", on.dropout(wide, config.dropout()));
        return on.add(on.scaleTokens(changed, piece(on, six, 5)), hidden);
    }

    /** One of the six that a layer is told: shift, scale and strength of the attention, then those of the linear map. */
    private <T> T piece(Operations<T> on, T six, int index) {
        return on.channels(six, index * config.channels(), config.channels());
    }

    private <T> T attended(Operations<T> on, T tokens) {
        String attention = name + ".attn1";
        T mixed = on.attention(
                attention,
                on.linear(attention + ".to_q", tokens),
                on.linear(attention + ".to_k", tokens),
                on.linear(attention + ".to_v", tokens),
                config.numAttentionHeads());
        return on.dropout(on.linear(attention + ".to_out.0", mixed), config.dropout());
    }

    private <T> T normed(Operations<T> on, T tokens) {
        return config.normElementwiseAffine()
                ? on.layerNorm(name + ".norm3", tokens, config.normEps())
                : on.layerNorm(tokens, config.normEps());
    }

    private Activation activation() {
        return config.activationFn().equals("gelu") ? Activation.GELU : Activation.TANH_GELU;
    }
}
