package darkroom.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a U-Net, by the names and with the defaults of diffusers' {@code UNet2DModel}.
 *
 * @param sampleSize height and width of a sample
 * @param inChannels channels of a sample
 * @param outChannels channels of an output
 * @param centerInputSample whether {@code 2 x - 1} is fed instead of x
 * @param timeEmbeddingType {@code positional}: sinusoids
 * @param timeEmbeddingDim channels of the time embedding; four times the first block's when absent
 * @param freqShift see {@link Sinusoids#shift()}
 * @param flipSinToCos see {@link Sinusoids#cosineFirst()}
 * @param downBlockTypes the blocks on the way down, outermost first
 * @param midBlockType {@code UNetMidBlock2D}, or absent for none
 * @param upBlockTypes the blocks on the way up, innermost first
 * @param blockOutChannels the channels of each block, outermost first
 * @param layersPerBlock residual blocks in a block on the way down; there is one more on the way up
 * @param midBlockScaleFactor what the outputs in the middle are divided by
 * @param downsamplePadding padding of the convolutions that halve: 1, or 0 to pad behind only
 * @param downsampleType how blocks with attention halve: {@code conv} or {@code resnet}
 * @param upsampleType how blocks with attention double: {@code conv} or {@code resnet}
 * @param dropout the probability, in [0, 1), in residual blocks
 * @param actFn {@code silu}
 * @param attentionHeadDim channels of an attention head; absent for a single head
 * @param normNumGroups groups of the norms; must divide all channels
 * @param attnNormNumGroups groups of the norm of the middle's attention, where it differs
 * @param normEps epsilon of the norms
 * @param resnetTimeScaleShift {@code default} adds the time, {@code scale_shift} scales and shifts by it
 * @param addAttention whether the middle has attention
 * @param classEmbedType absent: a table
 * @param numClassEmbeds rows of the class embedding; absent for a network that is told no class
 * @param numTrainTimesteps not used with sinusoids
 */
public record UNetConfig(
        @Nullable Integer sampleSize,
        int inChannels,
        int outChannels,
        boolean centerInputSample,
        String timeEmbeddingType,
        @Nullable Integer timeEmbeddingDim,
        double freqShift,
        boolean flipSinToCos,
        List<String> downBlockTypes,
        @Nullable String midBlockType,
        List<String> upBlockTypes,
        List<Integer> blockOutChannels,
        int layersPerBlock,
        double midBlockScaleFactor,
        int downsamplePadding,
        String downsampleType,
        String upsampleType,
        double dropout,
        String actFn,
        @Nullable Integer attentionHeadDim,
        int normNumGroups,
        @Nullable Integer attnNormNumGroups,
        double normEps,
        String resnetTimeScaleShift,
        boolean addAttention,
        @Nullable String classEmbedType,
        @Nullable Integer numClassEmbeds,
        @Nullable Integer numTrainTimesteps) {

    /** The name of diffusers' class, under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "UNet2DModel";

    private static final String DEFAULTS = """
            {"in_channels": 3, "out_channels": 3, "center_input_sample": false, "time_embedding_type": "positional",
             "freq_shift": 0, "flip_sin_to_cos": true,
             "down_block_types": ["DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D"],
             "mid_block_type": "UNetMidBlock2D",
             "up_block_types": ["AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
             "block_out_channels": [224, 448, 672, 896], "layers_per_block": 2, "mid_block_scale_factor": 1,
             "downsample_padding": 1, "downsample_type": "conv", "upsample_type": "conv", "dropout": 0.0,
             "act_fn": "silu", "attention_head_dim": 8, "norm_num_groups": 32, "norm_eps": 1e-5,
             "resnet_time_scale_shift": "default", "add_attention": true}""";

    public UNetConfig {
        downBlockTypes = List.copyOf(downBlockTypes);
        upBlockTypes = List.copyOf(upBlockTypes);
        blockOutChannels = List.copyOf(blockOutChannels);
        only("time_embedding_type", timeEmbeddingType, Set.of("positional"));
        only("act_fn", actFn, Set.of("silu", "swish"));
        only("class_embed_type", String.valueOf(classEmbedType), Set.of("null"));
        only("mid_block_type", String.valueOf(midBlockType), Set.of("null", "UNetMidBlock2D"));
        only("downsample_type", downsampleType, Set.of("conv", "resnet"));
        only("upsample_type", upsampleType, Set.of("conv", "resnet"));
        only("resnet_time_scale_shift", resnetTimeScaleShift, Set.of("default", "scale_shift"));
        only("downsample_padding", String.valueOf(downsamplePadding), Set.of("0", "1"));
        int blocks = blockOutChannels.size();
        check(
                blocks > 0 && blocks == downBlockTypes.size() && blocks == upBlockTypes.size(),
                "down_block_types, up_block_types and block_out_channels must be equally many, at least one");
        check(
                blocks <= 8 && layersPerBlock >= 1 && layersPerBlock <= 16,
                "a network has 1 to 8 blocks of 1 to 16 layers");
        check(
                inChannels >= 1 && inChannels <= 4096 && outChannels >= 1 && outChannels <= 4096,
                "in_channels and out_channels must lie in 1 to 4096");
        for (int channels : blockOutChannels) {
            check(
                    channels >= 1 && channels <= 8192 && normNumGroups >= 1 && channels % normNumGroups == 0,
                    "norm_num_groups " + normNumGroups + " must divide each of block_out_channels " + blockOutChannels
                            + ", which lie in 1 to 8192");
        }
        check(dropout >= 0 && dropout < 1, "dropout must lie in [0, 1)");
        check(normEps > 0 && midBlockScaleFactor > 0, "norm_eps and mid_block_scale_factor must be positive");
        check(numClassEmbeds == null || numClassEmbeds >= 1, "num_class_embeds must be at least 1");
        check(
                sampleSize == null || sampleSize >= 1 && sampleSize % (1 << (blocks - 1)) == 0,
                "sample_size " + sampleSize + " must be a multiple of " + (1 << (blocks - 1))
                        + ", since each of its blocks but the last halves it");
    }

    /**
     * Options from JSON; those not given have their defaults.
     *
     * @throws IllegalArgumentException for an option that is unknown, of a wrong type or not supported
     */
    public static UNetConfig of(JsonNode options) {
        return Json.read(UNetConfig.class, CLASS_NAME, DEFAULTS, options);
    }

    /** As {@link #of(JsonNode)}. */
    public static UNetConfig of(Map<String, ?> options) {
        return of(Json.tree(options));
    }

    /** All options as JSON, with diffusers' class name. */
    public ObjectNode toJson() {
        return Json.write(CLASS_NAME, this);
    }

    private static void only(String option, String value, Set<String> allowed) {
        check(allowed.contains(value), option + " " + value + " is not supported");
    }

    private static void check(boolean holds, String otherwise) {
        Json.check(CLASS_NAME, holds, otherwise);
    }
}
