package darkroom.network;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import org.jspecify.annotations.Nullable;

/** The options of a diffusion transformer, by the names and with the defaults of diffusers' {@code DiTTransformer2DModel}. */
public record DitConfig(
        @Setting(value = "heads of a layer", otherwise = "16", range = "[1, 8192]")
        int numAttentionHeads,

        @Setting(value = "channels of a head", otherwise = "72", range = "[1, 8192]")
        int attentionHeadDim,

        @Setting(value = "channels of a sample", otherwise = "4", range = "[1, 4096]")
        int inChannels,

        @Setting(value = "channels of an output; those of a sample when left out", range = "[1, 4096]") @Nullable
        Integer outChannels,

        @Setting(value = "layers", otherwise = "28", range = "[1, 200]")
        int numLayers,

        @Setting(value = "the probability of dropout", otherwise = "0", range = "[0, 1)")
        double dropout,

        @Setting(value = "whether q, k and v have a bias", otherwise = "true")
        boolean attentionBias,

        @Setting(value = "height and width of a sample", otherwise = "32", range = "[1, 65536]")
        int sampleSize,

        @Setting(value = "height and width of a patch", otherwise = "2", range = "[1, 64]")
        int patchSize,

        @Setting(
                value = "the activation function",
                otherwise = "\"gelu-approximate\"",
                choices = {"gelu-approximate", "gelu"})
        String activationFn,

        @Setting(value = "how many classes", otherwise = "1000", range = "[1, 1000000]")
        int numEmbedsAdaNorm,

        @Setting(
                value = "how a layer is told time and class",
                otherwise = "\"ada_norm_zero\"",
                choices = "ada_norm_zero")
        String normType,

        @Setting(value = "whether norms have a scale and a shift of their own", otherwise = "false")
        boolean normElementwiseAffine,

        @Setting(value = "epsilon of the norms before linear maps", otherwise = "1e-5", range = "(0, inf)")
        double normEps)
        implements NetworkConfig {

    /** By which name diffusers knows the network. */
    public static final String CLASS_NAME = "DiTTransformer2DModel";

    public DitConfig {
        Settings.check(
                DitConfig.class,
                numAttentionHeads,
                attentionHeadDim,
                inChannels,
                outChannels,
                numLayers,
                dropout,
                attentionBias,
                sampleSize,
                patchSize,
                activationFn,
                numEmbedsAdaNorm,
                normType,
                normElementwiseAffine,
                normEps);
        Settings.require(
                sampleSize % patchSize == 0,
                "patch_size",
                "patch_size must divide sample_size, " + sampleSize + ", which " + patchSize + " does not.");
        Settings.require(
                numAttentionHeads * attentionHeadDim % 4 == 0,
                "attention_head_dim",
                "num_attention_heads times attention_head_dim must be a multiple of 4, not "
                        + numAttentionHeads * attentionHeadDim + ".");
    }

    /** Options from a {@code config.json}, of which all that a forward pass does not depend on is passed over. */
    public static DitConfig of(JsonNode options) {
        return Settings.readKnown(DitConfig.class, Value.of(options));
    }

    @Override
    public Dit network() {
        return new Dit(this);
    }

    /** Channels of a token. */
    int channels() {
        return numAttentionHeads * attentionHeadDim;
    }

    /** Channels of an output. */
    int out() {
        return outChannels == null ? inChannels : outChannels;
    }
}
