package darkroom.network;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.JsonText;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of a U-Net, by the names and with the defaults of diffusers' {@code UNet2DModel}. */
public record UNetConfig(
        @Setting(value = "height and width of a sample", range = "[1, 65536]", square = true) @Nullable
        List<Integer> sampleSize,

        @Setting(value = "channels of a sample", otherwise = "3", range = "[1, 4096]")
        int inChannels,

        @Setting(value = "channels of an output", otherwise = "3", range = "[1, 4096]")
        int outChannels,

        @Setting(value = "whether `2 x - 1` is fed instead of x", otherwise = "false")
        boolean centerInputSample,

        @Setting(
                value =
                        "how the network is told the time: by sinusoids, by sinusoids of learned frequencies of its logarithm, or by a"
                                + " table",
                otherwise = "\"positional\"",
                choices = {"positional", "fourier", "learned"})
        String timeEmbeddingType,

        @Setting(
                value = "channels of the time embedding; four times the first block's when left out",
                range = "[1, 65536]")
        @Nullable
        Integer timeEmbeddingDim,

        @Setting(value = "shift of the sinusoids' frequencies", otherwise = "0")
        double freqShift,

        @Setting(value = "whether the cosines come first", otherwise = "true")
        boolean flipSinToCos,

        @Setting(
                value = "the blocks on the way down, outermost first",
                otherwise = "[\"DownBlock2D\", \"AttnDownBlock2D\", \"AttnDownBlock2D\", \"AttnDownBlock2D\"]",
                choices = {
                    "DownBlock2D",
                    "AttnDownBlock2D",
                    "ResnetDownsampleBlock2D",
                    "SkipDownBlock2D",
                    "AttnSkipDownBlock2D"
                })
        List<String> downBlockTypes,

        @Setting(
                value = "the block in the middle; none when null",
                otherwise = "\"UNetMidBlock2D\"",
                choices = "UNetMidBlock2D")
        @Nullable
        String midBlockType,

        @Setting(
                value = "the blocks on the way up, innermost first",
                otherwise = "[\"AttnUpBlock2D\", \"AttnUpBlock2D\", \"AttnUpBlock2D\", \"UpBlock2D\"]",
                choices = {"UpBlock2D", "AttnUpBlock2D", "ResnetUpsampleBlock2D", "SkipUpBlock2D", "AttnSkipUpBlock2D"})
        List<String> upBlockTypes,

        @Setting(
                value = "the channels of each block, outermost first",
                otherwise = "[224, 448, 672, 896]",
                range = "[1, 8192]")
        List<Integer> blockOutChannels,

        @Setting(
                value = "residual blocks in a block on the way down; there is one more on the way up",
                otherwise = "2",
                range = "[1, 16]")
        int layersPerBlock,

        @Setting(value = "what the outputs in the middle are divided by", otherwise = "1", range = "(0, inf)")
        double midBlockScaleFactor,

        @Setting(
                value = "padding of the convolutions that halve; 0 pads behind only",
                otherwise = "1",
                range = "[0, 1]")
        int downsamplePadding,

        @Setting(
                value = "how blocks with attention halve",
                otherwise = "\"conv\"",
                choices = {"conv", "resnet"})
        String downsampleType,

        @Setting(
                value = "how blocks with attention double",
                otherwise = "\"conv\"",
                choices = {"conv", "resnet"})
        String upsampleType,

        @Setting(value = "the probability of dropout in residual blocks", otherwise = "0", range = "[0, 1)")
        double dropout,

        @Setting(
                value = "the activation function of the blocks; `swish` is `silu`",
                otherwise = "\"silu\"",
                choices = {"silu", "swish", "mish", "gelu", "relu"})
        String actFn,

        @Setting(value = "channels of an attention head; one head when null", otherwise = "8", range = "[1, 8192]")
        @Nullable
        Integer attentionHeadDim,

        @Setting(
                value =
                        "groups of the norms; must divide all channels; null, for skip blocks, is of four channels each",
                otherwise = "32",
                range = "[1, 8192]")
        @Nullable
        Integer normNumGroups,

        @Setting(value = "groups of the norm of the middle's attention, where it differs", range = "[1, 8192]")
        @Nullable
        Integer attnNormNumGroups,

        @Setting(value = "epsilon of the norms", otherwise = "1e-5", range = "(0, inf)")
        double normEps,

        @Setting(
                value = "whether the time is added, or scales and shifts",
                otherwise = "\"default\"",
                choices = {"default", "scale_shift"})
        String resnetTimeScaleShift,

        @Setting(value = "whether the middle has attention", otherwise = "true")
        boolean addAttention,

        @Setting(
                value =
                        "how a class is told: looked up in a table when left out, as a number like the time, or as an embedding"
                                + " made elsewhere",
                choices = {"timestep", "identity"})
        @Nullable
        String classEmbedType,

        @Setting(
                value = "rows of the class embedding, one more than there are classes; left out when the network is"
                        + " told no class",
                range = "[1, 1000000]")
        @Nullable
        Integer numClassEmbeds,

        @Setting(value = "rows of the table by which the time is told", range = "[1, 1000000]") @Nullable
        Integer numTrainTimesteps)
        implements NetworkConfig {

    /** The name of diffusers' class, under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "UNet2DModel";

    public UNetConfig {
        Settings.check(
                UNetConfig.class,
                sampleSize,
                inChannels,
                outChannels,
                centerInputSample,
                timeEmbeddingType,
                timeEmbeddingDim,
                freqShift,
                flipSinToCos,
                downBlockTypes,
                midBlockType,
                upBlockTypes,
                blockOutChannels,
                layersPerBlock,
                midBlockScaleFactor,
                downsamplePadding,
                downsampleType,
                upsampleType,
                dropout,
                actFn,
                attentionHeadDim,
                normNumGroups,
                attnNormNumGroups,
                normEps,
                resnetTimeScaleShift,
                addAttention,
                classEmbedType,
                numClassEmbeds,
                numTrainTimesteps);
        downBlockTypes = List.copyOf(downBlockTypes);
        upBlockTypes = List.copyOf(upBlockTypes);
        blockOutChannels = List.copyOf(blockOutChannels);
        int blocks = blockOutChannels.size();
        Settings.require(
                blocks >= 1 && blocks <= 8,
                "block_out_channels",
                "block_out_channels must be 1 to 8 numbers, not " + blocks + ".");
        BlockOptions.requireAsMany("down_block_types", downBlockTypes, blocks);
        BlockOptions.requireAsMany("up_block_types", upBlockTypes, blocks);
        requireGroups(normNumGroups, downBlockTypes, upBlockTypes, blockOutChannels);
        Settings.require(
                !timeEmbeddingType.equals("learned") || numTrainTimesteps != null,
                "num_train_timesteps",
                "num_train_timesteps must be given where time_embedding_type is learned: the table needs as many rows.");
        requireColours("in_channels", downBlockTypes, inChannels);
        requireColours("out_channels", upBlockTypes, outChannels);
        int halvings = 1 << (blocks - 1);
        if (sampleSize != null) {
            sampleSize = List.copyOf(new LinkedHashSet<>(sampleSize));
            for (int size : sampleSize) {
                Settings.require(
                        size % halvings == 0,
                        "sample_size",
                        "sample_size must be a multiple of " + halvings
                                + ", since each block but the last halves a sample; " + size + " is none.");
            }
        }
    }

    /** Skip blocks count their groups themselves; all others, and both ends of the way, are told. */
    private static void requireGroups(
            @Nullable Integer groups, List<String> down, List<String> up, List<Integer> channels) {
        int last = channels.size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean counted = skips(down.get(i)) && skips(up.get(last - i));
            Settings.require(
                    groups != null || counted,
                    "norm_num_groups",
                    "norm_num_groups must be given: only skip blocks, which " + down.get(i) + " and " + up.get(last - i)
                            + " are not both, count their groups themselves.");
            if (groups != null && (!counted || i == 0 || i == last)) {
                BlockOptions.requireGroups(groups, channels.get(i), channels);
            }
        }
    }

    private static boolean skips(String blockType) {
        return blockType.contains("Skip");
    }

    private static void requireColours(String option, List<String> types, int channels) {
        Settings.require(
                channels == DownStage.COLOURS || types.stream().noneMatch(UNetConfig::skips),
                option,
                option + " must be " + DownStage.COLOURS
                        + " with skip blocks, which take a picture for red, green and blue, not " + channels + ".");
    }

    /**
     * Options from JSON; those not given have their defaults.
     *
     * @throws IllegalArgumentException for an option that is unknown, of a wrong type or not supported
     */
    public static UNetConfig of(JsonNode options) {
        return Settings.read(UNetConfig.class, Value.of(options));
    }

    /** As {@link #of(JsonNode)}. */
    public static UNetConfig of(Map<String, ?> options) {
        return of(JsonText.tree(options));
    }

    @Override
    public UNet network() {
        return new UNet(this);
    }
}
