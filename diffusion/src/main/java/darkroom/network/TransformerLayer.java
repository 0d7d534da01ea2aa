package darkroom.network;

/**
 * A layer of a transformer over a picture's pixels as tokens (Rombach et al. 2022, appendix E.2.1; as diffusers'
 * {@code BasicTransformerBlock}): attention to each other, attention to a text, and a gated linear map, each behind a norm and added.
 *
 * @param channels of the tokens
 * @param textChannels of the text's tokens
 */
record TransformerLayer(String name, int channels, int textChannels, int heads, double dropout)
        implements Parametrised {

    private static final double EPSILON = 1e-5;
    private static final int WIDER = 4;

    @Override
    public void declare(Parameters parameters) {
        parameters.norm(name + ".norm1", channels);
        declareAttention(parameters, name + ".attn1", channels);
        parameters.norm(name + ".norm2", channels);
        declareAttention(parameters, name + ".attn2", textChannels);
        parameters.norm(name + ".norm3", channels);
        parameters.linear(name + ".ff.net.0.proj", channels, 2 * WIDER * channels);
        parameters.linear(name + ".ff.net.2", WIDER * channels, channels);
    }

    private void declareAttention(Parameters parameters, String attention, int from) {
        parameters.matrix(attention + ".to_q", channels, channels);
        parameters.matrix(attention + ".to_k", from, channels);
        parameters.matrix(attention + ".to_v", from, channels);
        parameters.linear(attention + ".to_out.0", channels, channels);
    }

    /**
     * Its output, [B, N, C].
     *
     * @param text [B, L, D]
     */
    <T> T forward(Operations<T> on, T tokens, T text) {
        T own = on.layerNorm(name + ".norm1", tokens, EPSILON);
        T hidden = on.add(attended(on, name + ".attn1", own, own), tokens);
        T asking = on.layerNorm(name + ".norm2", hidden, EPSILON);
        hidden = on.add(attended(on, name + ".attn2", asking, text), hidden);
        T wide = on.gated(on.linear(name + ".ff.net.0.proj", on.layerNorm(name + ".norm3", hidden, EPSILON)));
        return on.add(on.linear(name + ".ff.net.2", on.dropout(wide, dropout)), hidden);
    }

    private <T> T attended(Operations<T> on, String attention, T asking, T told) {
        T mixed = on.attention(
                attention,
                on.linear(attention + ".to_q", asking),
                on.linear(attention + ".to_k", told),
                on.linear(attention + ".to_v", told),
                heads);
        return on.dropout(on.linear(attention + ".to_out.0", mixed), dropout);
    }
}
