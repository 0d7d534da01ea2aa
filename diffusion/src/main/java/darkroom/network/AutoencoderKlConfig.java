package darkroom.network;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of an autoencoder, by the names and with the defaults of diffusers' {@code AutoencoderKL}. */
public record AutoencoderKlConfig(
        @Setting(value = "height and width of a picture", otherwise = "32", range = "[1, 65536]", square = true)
        List<Integer> sampleSize,

        @Setting(value = "channels of a picture that is encoded", otherwise = "3", range = "[1, 4096]")
        int inChannels,

        @Setting(value = "channels of a picture that was decoded", otherwise = "3", range = "[1, 4096]")
        int outChannels,

        @Setting(value = "channels of the latents", otherwise = "4", range = "[1, 4096]")
        int latentChannels,

        @Setting(
                value = "the blocks of the encoder, outermost first",
                otherwise = "[\"DownEncoderBlock2D\"]",
                choices = "DownEncoderBlock2D")
        List<String> downBlockTypes,

        @Setting(
                value = "the blocks of the decoder, innermost first",
                otherwise = "[\"UpDecoderBlock2D\"]",
                choices = "UpDecoderBlock2D")
        List<String> upBlockTypes,

        @Setting(value = "the channels of each block, outermost first", otherwise = "[64]", range = "[1, 8192]")
        List<Integer> blockOutChannels,

        @Setting(
                value = "residual blocks in a block of the encoder; the decoder's have one more",
                otherwise = "1",
                range = "[1, 16]")
        int layersPerBlock,

        @Setting(
                value = "the activation function of the blocks; `swish` is `silu`",
                otherwise = "\"silu\"",
                choices = {"silu", "swish", "mish", "gelu", "relu"})
        String actFn,

        @Setting(value = "groups of the norms; must divide all channels", otherwise = "32", range = "[1, 8192]")
        int normNumGroups,

        @Setting(value = "whether the middles have attention", otherwise = "true")
        boolean midBlockAddAttention,

        @Setting(value = "whether the encoder ends with a convolution of single pixels", otherwise = "true")
        boolean useQuantConv,

        @Setting(value = "whether the decoder begins with a convolution of single pixels", otherwise = "true")
        boolean usePostQuantConv,

        @Setting(
                value = "by what latents are multiplied before noise is added to them",
                otherwise = "0.18215",
                range = "(0, inf)")
        double scalingFactor,

        @Setting(value = "what is taken from latents before they are multiplied") @Nullable
        Double shiftFactor,

        @Setting(value = "whether the reference computes in float32 whatever its precision", otherwise = "true")
        boolean forceUpcast,

        @Setting(value = "the mean of each channel of the latents; must be left out") @Nullable
        List<Double> latentsMean,

        @Setting(value = "the spread of each channel of the latents; must be left out") @Nullable
        List<Double> latentsStd)
        implements NetworkConfig, AutoencoderConfig {

    /** The name of diffusers' class, under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "AutoencoderKL";

    public AutoencoderKlConfig {
        Settings.check(
                AutoencoderKlConfig.class,
                sampleSize,
                inChannels,
                outChannels,
                latentChannels,
                downBlockTypes,
                upBlockTypes,
                blockOutChannels,
                layersPerBlock,
                actFn,
                normNumGroups,
                midBlockAddAttention,
                useQuantConv,
                usePostQuantConv,
                scalingFactor,
                shiftFactor,
                forceUpcast,
                latentsMean,
                latentsStd);
        sampleSize = List.copyOf(sampleSize);
        blockOutChannels = List.copyOf(blockOutChannels);
        downBlockTypes = List.copyOf(downBlockTypes);
        upBlockTypes = List.copyOf(upBlockTypes);
        int blocks = blockOutChannels.size();
        BlockOptions.requireAsMany("down_block_types", downBlockTypes, blocks);
        BlockOptions.requireAsMany("up_block_types", upBlockTypes, blocks);
        for (int channels : blockOutChannels) {
            BlockOptions.requireGroups(normNumGroups, channels, blockOutChannels);
        }
        Settings.require(
                latentsMean == null && latentsStd == null,
                "latents_mean",
                "latents_mean and latents_std are not supported: latents are scaled by scaling_factor alone.");
    }

    @Override
    public int reduction() {
        return 1 << (blockOutChannels.size() - 1);
    }

    @Override
    public int side() {
        return sampleSize.get(0);
    }

    @Override
    public boolean distributed() {
        return true;
    }

    @Override
    public AutoencoderKl network() {
        return new AutoencoderKl(this);
    }
}
