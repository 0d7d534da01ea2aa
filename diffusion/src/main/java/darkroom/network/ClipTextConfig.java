package darkroom.network;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.settings.Value;

/** The options of a text encoder, by the names and with the defaults of transformers' {@code CLIPTextConfig}. */
public record ClipTextConfig(
        @Setting(value = "how many tokens it knows", otherwise = "49408", range = "[1, 1000000]")
        int vocabSize,

        @Setting(value = "channels of a token", otherwise = "512", range = "[1, 65536]")
        int hiddenSize,

        @Setting(value = "channels between both linear maps of a layer", otherwise = "2048", range = "[1, 262144]")
        int intermediateSize,

        @Setting(value = "channels of the projected text", otherwise = "512", range = "[1, 65536]")
        int projectionDim,

        @Setting(value = "layers", otherwise = "12", range = "[1, 200]")
        int numHiddenLayers,

        @Setting(value = "heads of a layer; must divide `hidden_size`", otherwise = "8", range = "[1, 8192]")
        int numAttentionHeads,

        @Setting(value = "the longest text, in tokens", otherwise = "77", range = "[2, 65536]")
        int maxPositionEmbeddings,

        @Setting(
                value = "the activation function",
                otherwise = "\"quick_gelu\"",
                choices = {"quick_gelu", "gelu", "silu", "relu"})
        String hiddenAct,

        @Setting(value = "epsilon of the norms", otherwise = "1e-5", range = "(0, inf)")
        double layerNormEps,

        @Setting(value = "the token behind a text's last", otherwise = "49407", range = "[0, inf)")
        int eosTokenId) {

    /** The eos token of the first published configurations, by mistake: the end then is the token of the largest number. */
    private static final int MISTAKEN_EOS = 2;

    public ClipTextConfig {
        Settings.check(
                ClipTextConfig.class,
                vocabSize,
                hiddenSize,
                intermediateSize,
                projectionDim,
                numHiddenLayers,
                numAttentionHeads,
                maxPositionEmbeddings,
                hiddenAct,
                layerNormEps,
                eosTokenId);
        Settings.require(
                hiddenSize % numAttentionHeads == 0,
                "num_attention_heads",
                "num_attention_heads must divide hidden_size, " + hiddenSize + ", which " + numAttentionHeads
                        + " does not.");
    }

    /** Options from a {@code config.json}, of which all that a forward pass does not depend on is passed over. */
    public static ClipTextConfig of(JsonNode options) {
        return Settings.readKnown(ClipTextConfig.class, Value.of(options));
    }

    /** Where a text ends: the place of its first eos token. */
    public int end(long[] ids) {
        int end = 0;
        if (eosTokenId == MISTAKEN_EOS) {
            for (int i = 1; i < ids.length; i++) {
                end = ids[i] > ids[end] ? i : end;
            }
            return end;
        }
        while (end < ids.length && ids[end] != eosTokenId) {
            end++;
        }
        return end == ids.length ? 0 : end;
    }
}
