package darkroom.network;

/**
 * CLIP's text encoder, a transformer whose tokens attend to those before them (Radford et al. 2021, section 2.4), built as transformers'
 * {@code CLIPTextModel}, or {@code CLIPTextModelWithProjection} with a projection of the whole text.
 */
public final class ClipText implements Parametrised {

    /** Words begin ten times as far apart as in CLIP, so that two that mean nearly the same stay apart for longer. */
    private static final double OF_TOKENS = 0.2, OF_PLACES = 0.02;

    private static final String TOKENS = "text_model.embeddings.token_embedding";
    private static final String PLACES = "text_model.embeddings.position_embedding";
    private static final String LAST = "text_model.final_layer_norm";
    private static final String PROJECTION = "text_projection";

    /**
     * What becomes of texts.
     *
     * @param last the last layer's tokens behind a norm, [B, L, C]
     * @param lastButOne the tokens of the layer before, [B, L, C]
     * @param pooled the token at each text's end, [B, C]; projected, [B, P], where the encoder does that
     */
    public record Encoded<T>(T last, T lastButOne, T pooled) {}

    private final ClipTextConfig config;
    private final boolean projects;

    /**
     * An encoder with given options.
     *
     * @param projects whether the whole text is projected
     */
    public ClipText(ClipTextConfig config, boolean projects) {
        this.config = config;
        this.projects = projects;
    }

    /** The options. */
    public ClipTextConfig config() {
        return config;
    }

    @Override
    public void declare(Parameters parameters) {
        int width = config.hiddenSize();
        parameters.embedding(TOKENS, config.vocabSize(), width, OF_TOKENS);
        parameters.embedding(PLACES, config.maxPositionEmbeddings(), width, OF_PLACES);
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            String layer = layer(i);
            for (String projection : new String[] {"k_proj", "v_proj", "q_proj", "out_proj"}) {
                parameters.linear(layer + ".self_attn." + projection, width, width);
            }
            parameters.norm(layer + ".layer_norm1", width);
            parameters.linear(layer + ".mlp.fc1", width, config.intermediateSize());
            parameters.linear(layer + ".mlp.fc2", config.intermediateSize(), width);
            parameters.norm(layer + ".layer_norm2", width);
        }
        parameters.norm(LAST, width);
        if (projects) {
            parameters.matrix(PROJECTION, width, config.projectionDim());
        }
    }

    private static String layer(int index) {
        return "text_model.encoder.layers." + index;
    }

    /**
     * Encodes texts.
     *
     * @param ids of their tokens, [B, L], L at most {@link ClipTextConfig#maxPositionEmbeddings()}
     * @param ends where each ends, [B]; see {@link ClipTextConfig#end}
     */
    public <T> Encoded<T> forward(Operations<T> on, T ids, T ends) {
        T hidden = on.withPlaces(PLACES, on.embedding(TOKENS, ids)), before = hidden;
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            before = hidden;
            hidden = layer(on, layer(i), hidden);
        }
        T last = on.layerNorm(LAST, hidden, config.layerNormEps());
        T pooled = on.tokenAt(last, ends);
        return new Encoded<>(last, before, projects ? on.linear(PROJECTION, pooled) : pooled);
    }

    private <T> T layer(Operations<T> on, String name, T tokens) {
        String attention = name + ".self_attn";
        T normed = on.layerNorm(name + ".layer_norm1", tokens, config.layerNormEps());
        T mixed = on.causalAttention(
                attention,
                on.linear(attention + ".q_proj", normed),
                on.linear(attention + ".k_proj", normed),
                on.linear(attention + ".v_proj", normed),
                config.numAttentionHeads());
        T hidden = on.add(on.linear(attention + ".out_proj", mixed), tokens);
        T wide = on.linear(name + ".mlp.fc1", on.layerNorm(name + ".layer_norm2", hidden, config.layerNormEps()));
        T active = on.activation(wide, Activation.named(config.hiddenAct()));
        return on.add(on.linear(name + ".mlp.fc2", active), hidden);
    }
}
