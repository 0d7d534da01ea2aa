package darkroom.network;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of a U-Net that is told a text, by the names and with the defaults of diffusers' {@code UNet2DConditionModel}. */
public record TextUNetConfig(
        @Setting(value = "height and width of a sample", range = "[1, 65536]", square = true) @Nullable
        List<Integer> sampleSize,

        @Setting(value = "channels of a sample", otherwise = "4", range = "[1, 4096]")
        int inChannels,

        @Setting(value = "channels of an output", otherwise = "4", range = "[1, 4096]")
        int outChannels,

        @Setting(value = "whether `2 x - 1` is fed instead of x", otherwise = "false")
        boolean centerInputSample,

        @Setting(value = "whether the cosines come first", otherwise = "true")
        boolean flipSinToCos,

        @Setting(value = "shift of the sinusoids' frequencies", otherwise = "0")
        double freqShift,

        @Setting(
                value = "the blocks on the way down, outermost first",
                otherwise =
                        "[\"CrossAttnDownBlock2D\", \"CrossAttnDownBlock2D\", \"CrossAttnDownBlock2D\", \"DownBlock2D\"]",
                choices = {"DownBlock2D", "CrossAttnDownBlock2D"})
        List<String> downBlockTypes,

        @Setting(
                value = "the block in the middle; none when null",
                otherwise = "\"UNetMidBlock2DCrossAttn\"",
                choices = {"UNetMidBlock2DCrossAttn"})
        @Nullable
        String midBlockType,

        @Setting(
                value = "the blocks on the way up, innermost first",
                otherwise = "[\"UpBlock2D\", \"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\"]",
                choices = {"UpBlock2D", "CrossAttnUpBlock2D"})
        List<String> upBlockTypes,

        @Setting(
                value = "the channels of each block, outermost first",
                otherwise = "[320, 640, 1280, 1280]",
                range = "[1, 8192]")
        List<Integer> blockOutChannels,

        @Setting(
                value = "residual blocks in a block on the way down; there is one more on the way up",
                otherwise = "2",
                range = "[1, 16]",
                each = true)
        List<Integer> layersPerBlock,

        @Setting(
                value = "padding of the convolutions that halve; 0 pads behind only",
                otherwise = "1",
                range = "[0, 1]")
        int downsamplePadding,

        @Setting(value = "what the outputs in the middle are divided by", otherwise = "1", range = "(0, inf)")
        double midBlockScaleFactor,

        @Setting(
                value = "the probability of dropout in residual blocks and transformers",
                otherwise = "0",
                range = "[0, 1)")
        double dropout,

        @Setting(
                value = "the activation function of the blocks; `swish` is `silu`",
                otherwise = "\"silu\"",
                choices = {"silu", "swish", "mish", "gelu", "relu"})
        String actFn,

        @Setting(value = "groups of the norms; must divide all channels", otherwise = "32", range = "[1, 8192]")
        int normNumGroups,

        @Setting(value = "epsilon of the norms", otherwise = "1e-5", range = "(0, inf)")
        double normEps,

        @Setting(
                value = "channels of the text's tokens, by block",
                otherwise = "1280",
                range = "[1, 65536]",
                each = true)
        List<Integer> crossAttentionDim,

        @Setting(
                value = "transformer layers behind each residual block, by block",
                otherwise = "1",
                range = "[1, 64]",
                each = true)
        List<Integer> transformerLayersPerBlock,

        @Setting(
                value = "the number of heads, by block: the reference keeps the name that it once had by mistake",
                otherwise = "8",
                range = "[1, 8192]",
                each = true)
        List<Integer> attentionHeadDim,

        @Setting(value = "must be left out", each = true) @Nullable
        List<Integer> numAttentionHeads,

        @Setting(
                value =
                        "whether pictures enter and leave a transformer by linear maps, not by convolutions of single pixels",
                otherwise = "false")
        boolean useLinearProjection,

        @Setting(value = "whether attention is computed in float32 whatever the precision", otherwise = "false")
        boolean upcastAttention,

        @Setting(
                value = "whether the time is added, or scales and shifts",
                otherwise = "\"default\"",
                choices = {"default", "scale_shift"})
        String resnetTimeScaleShift,

        @Setting(
                value = "channels of the time embedding; four times the first block's when left out",
                range = "[1, 65536]")
        @Nullable
        Integer timeEmbeddingDim,

        @Setting(
                value = "channels of a further embedding that is added to the time, such as that of a guidance scale",
                range = "[1, 65536]")
        @Nullable
        Integer timeCondProjDim,

        @Setting(
                value = "what is added to the time: with `text_time` a pooled text, and sizes and crops",
                choices = {"text_time"})
        @Nullable
        String additionEmbedType,

        @Setting(value = "sinusoids of each number of sizes and crops", range = "[1, 65536]") @Nullable
        Integer additionTimeEmbedDim,

        @Setting(value = "channels of the pooled text and of all those sinusoids together", range = "[1, 1000000]")
        @Nullable
        Integer projectionClassEmbeddingsInputDim,

        @Setting(value = "rows of the class embedding, for a network that is told a class", range = "[1, 1000000]")
        @Nullable
        Integer numClassEmbeds,

        @Setting(
                value = "how a class is told: looked up in a table when left out, or as a number like the time",
                choices = {"timestep"})
        @Nullable
        String classEmbedType,

        @Setting(value = "must be false", otherwise = "false")
        boolean onlyCrossAttention,

        @Setting(value = "must be false", otherwise = "false")
        boolean dualCrossAttention,

        @Setting(value = "must be false", otherwise = "false")
        boolean classEmbeddingsConcat,

        @Setting(value = "must be false", otherwise = "false")
        boolean resnetSkipTimeAct,

        @Setting(value = "must be false or left out") @Nullable
        Boolean midBlockOnlyCrossAttention,

        @Setting(
                value = "the kind of transformer",
                otherwise = "\"default\"",
                choices = {"default"})
        String attentionType,

        @Setting(
                value = "how the network is told the time",
                otherwise = "\"positional\"",
                choices = {"positional"})
        String timeEmbeddingType,

        @Setting(value = "must be 1", otherwise = "1") double resnetOutScaleFactor,

        @Setting(value = "the size of the first kernel", otherwise = "3", range = "[3, 3]")
        int convInKernel,

        @Setting(value = "the size of the last kernel", otherwise = "3", range = "[3, 3]")
        int convOutKernel,

        @Setting(value = "read by kinds of `addition_embed_type` that are not supported", otherwise = "64")
        int additionEmbedTypeNumHeads,

        @Setting(value = "must be left out") @Nullable Integer encoderHidDim,

        @Setting(value = "must be left out") @Nullable String encoderHidDimType,

        @Setting(value = "must be left out") @Nullable String timeEmbeddingActFn,

        @Setting(value = "must be left out") @Nullable String timestepPostAct,

        @Setting(value = "must be left out") @Nullable String crossAttentionNorm,

        @Setting(value = "must be left out", each = true) @Nullable
        List<Integer> reverseTransformerLayersPerBlock)
        implements NetworkConfig {

    /** The name of diffusers' class, under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "UNet2DConditionModel";

    public TextUNetConfig {
        Settings.check(
                TextUNetConfig.class,
                sampleSize,
                inChannels,
                outChannels,
                centerInputSample,
                flipSinToCos,
                freqShift,
                downBlockTypes,
                midBlockType,
                upBlockTypes,
                blockOutChannels,
                layersPerBlock,
                downsamplePadding,
                midBlockScaleFactor,
                dropout,
                actFn,
                normNumGroups,
                normEps,
                crossAttentionDim,
                transformerLayersPerBlock,
                attentionHeadDim,
                numAttentionHeads,
                useLinearProjection,
                upcastAttention,
                resnetTimeScaleShift,
                timeEmbeddingDim,
                timeCondProjDim,
                additionEmbedType,
                additionTimeEmbedDim,
                projectionClassEmbeddingsInputDim,
                numClassEmbeds,
                classEmbedType,
                onlyCrossAttention,
                dualCrossAttention,
                classEmbeddingsConcat,
                resnetSkipTimeAct,
                midBlockOnlyCrossAttention,
                attentionType,
                timeEmbeddingType,
                resnetOutScaleFactor,
                convInKernel,
                convOutKernel,
                additionEmbedTypeNumHeads,
                encoderHidDim,
                encoderHidDimType,
                timeEmbeddingActFn,
                timestepPostAct,
                crossAttentionNorm,
                reverseTransformerLayersPerBlock);
        downBlockTypes = List.copyOf(downBlockTypes);
        upBlockTypes = List.copyOf(upBlockTypes);
        blockOutChannels = List.copyOf(blockOutChannels);
        layersPerBlock = List.copyOf(layersPerBlock);
        crossAttentionDim = List.copyOf(crossAttentionDim);
        transformerLayersPerBlock = List.copyOf(transformerLayersPerBlock);
        attentionHeadDim = List.copyOf(attentionHeadDim);
        int blocks = blockOutChannels.size();
        BlockOptions.requireAsMany("down_block_types", downBlockTypes, blocks);
        BlockOptions.requireAsMany("up_block_types", upBlockTypes, blocks);
        requireForEach("layers_per_block", layersPerBlock, blocks);
        requireForEach("cross_attention_dim", crossAttentionDim, blocks);
        requireForEach("transformer_layers_per_block", transformerLayersPerBlock, blocks);
        requireForEach("attention_head_dim", attentionHeadDim, blocks);
        for (int channels : blockOutChannels) {
            BlockOptions.requireGroups(normNumGroups, channels, blockOutChannels);
        }
        Settings.require(
                additionEmbedType == null || additionTimeEmbedDim != null && projectionClassEmbeddingsInputDim != null,
                "addition_embed_type",
                "addition_embed_type needs addition_time_embed_dim and projection_class_embeddings_input_dim.");
        requireNeutral("num_attention_heads", numAttentionHeads == null);
        requireNeutral("only_cross_attention", !onlyCrossAttention);
        requireNeutral("dual_cross_attention", !dualCrossAttention);
        requireNeutral("class_embeddings_concat", !classEmbeddingsConcat);
        requireNeutral("resnet_skip_time_act", !resnetSkipTimeAct);
        requireNeutral(
                "mid_block_only_cross_attention", midBlockOnlyCrossAttention == null || !midBlockOnlyCrossAttention);
        requireNeutral("resnet_out_scale_factor", resnetOutScaleFactor == 1);
        requireNeutral("encoder_hid_dim", encoderHidDim == null);
        requireNeutral("encoder_hid_dim_type", encoderHidDimType == null);
        requireNeutral("time_embedding_act_fn", timeEmbeddingActFn == null);
        requireNeutral("timestep_post_act", timestepPostAct == null);
        requireNeutral("cross_attention_norm", crossAttentionNorm == null);
        requireNeutral("reverse_transformer_layers_per_block", reverseTransformerLayersPerBlock == null);
    }

    private static void requireForEach(String option, List<Integer> numbers, int blocks) {
        Settings.require(
                numbers.size() == 1 || numbers.size() == blocks,
                option,
                option + " must be one number or " + blocks + ", as block_out_channels are, not " + numbers.size()
                        + ".");
    }

    private static void requireNeutral(String option, boolean neutral) {
        Settings.require(neutral, option, option + " has a value that is not supported; leave it out.");
    }

    /** The layers of a block on the way down, counted from outside. */
    int layers(int block) {
        return of(layersPerBlock, block);
    }

    /** The channels of the text's tokens that a block sees. */
    int textChannels(int block) {
        return of(crossAttentionDim, block);
    }

    /** Whether all blocks see tokens of so many channels. */
    public boolean seesTokensOf(int channels) {
        return crossAttentionDim.stream().allMatch(own -> own == channels);
    }

    /** Whether it is told tokens and nothing beside: no class, no size, no guidance scale. */
    public boolean seesTokensOnly() {
        return numClassEmbeds == null && classEmbedType == null && additionEmbedType == null && timeCondProjDim == null;
    }

    /** The transformer layers behind each residual block of a block. */
    int transformerLayers(int block) {
        return of(transformerLayersPerBlock, block);
    }

    /** The heads of a block. */
    int heads(int block) {
        return of(attentionHeadDim, block);
    }

    private static int of(List<Integer> numbers, int block) {
        return numbers.get(numbers.size() == 1 ? 0 : block);
    }

    /**
     * Options from JSON; those not given have their defaults.
     *
     * @throws IllegalArgumentException for an option that is unknown, of a wrong type or not supported
     */
    public static TextUNetConfig of(JsonNode options) {
        return Settings.read(TextUNetConfig.class, Value.of(options));
    }

    @Override
    public TextUNet network() {
        return new TextUNet(this);
    }
}
