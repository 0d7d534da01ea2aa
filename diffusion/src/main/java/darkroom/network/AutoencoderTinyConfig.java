package darkroom.network;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of a small autoencoder, by the names and with the defaults of diffusers' {@code AutoencoderTiny}. */
public record AutoencoderTinyConfig(
        @Setting(value = "channels of a picture that is encoded", otherwise = "3", range = "[1, 4096]")
        int inChannels,

        @Setting(value = "channels of a picture that was decoded", otherwise = "3", range = "[1, 4096]")
        int outChannels,

        @Setting(value = "channels of the latents", otherwise = "4", range = "[1, 4096]")
        int latentChannels,

        @Setting(
                value = "the channels of each block of the encoder, outermost first; all the same",
                otherwise = "[64, 64, 64, 64]",
                range = "[1, 8192]")
        List<Integer> encoderBlockOutChannels,

        @Setting(
                value = "the channels of each block of the decoder, innermost first; all the same",
                otherwise = "[64, 64, 64, 64]",
                range = "[1, 8192]")
        List<Integer> decoderBlockOutChannels,

        @Setting(value = "those of the decoder once more, as newer files have them") @Nullable
        List<Integer> blockOutChannels,

        @Setting(
                value = "the activation function of the blocks",
                otherwise = "\"relu\"",
                choices = {"relu", "silu", "swish", "mish", "gelu"})
        String actFn,

        @Setting(value = "how the decoder doubles its size", otherwise = "\"nearest\"", choices = "nearest")
        String upsampleFn,

        @Setting(
                value = "by how much a block of the decoder is larger than the one before",
                otherwise = "2",
                range = "[2, 2]")
        int upsamplingScalingFactor,

        @Setting(value = "residual blocks in each block of the encoder", otherwise = "[1, 3, 3, 3]", range = "[0, 64]")
        List<Integer> numEncoderBlocks,

        @Setting(value = "residual blocks in each block of the decoder", otherwise = "[3, 3, 3, 1]", range = "[0, 64]")
        List<Integer> numDecoderBlocks,

        @Setting(value = "the largest magnitude of latents that are kept as pictures", otherwise = "3")
        double latentMagnitude,

        @Setting(value = "the grey of latents of 0 that are kept as pictures", otherwise = "0.5")
        double latentShift,

        @Setting(value = "whether the reference computes in float32 whatever its precision", otherwise = "false")
        boolean forceUpcast,

        @Setting(
                value = "by what latents are multiplied before noise is added to them",
                otherwise = "1",
                range = "(0, inf)")
        double scalingFactor,

        @Setting(value = "what is taken from latents before they are multiplied") @Nullable
        Double shiftFactor)
        implements AutoencoderConfig {

    /** The name of diffusers' class, under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "AutoencoderTiny";

    /** Of the pictures that its authors trained it for. */
    private static final int SIDE = 512;

    public AutoencoderTinyConfig {
        Settings.check(
                AutoencoderTinyConfig.class,
                inChannels,
                outChannels,
                latentChannels,
                encoderBlockOutChannels,
                decoderBlockOutChannels,
                blockOutChannels,
                actFn,
                upsampleFn,
                upsamplingScalingFactor,
                numEncoderBlocks,
                numDecoderBlocks,
                latentMagnitude,
                latentShift,
                forceUpcast,
                scalingFactor,
                shiftFactor);
        encoderBlockOutChannels = List.copyOf(encoderBlockOutChannels);
        decoderBlockOutChannels = List.copyOf(decoderBlockOutChannels);
        blockOutChannels = blockOutChannels == null ? null : List.copyOf(blockOutChannels);
        numEncoderBlocks = List.copyOf(numEncoderBlocks);
        numDecoderBlocks = List.copyOf(numDecoderBlocks);
        requireAlike("encoder_block_out_channels", encoderBlockOutChannels);
        requireAlike("decoder_block_out_channels", decoderBlockOutChannels);
        int blocks = encoderBlockOutChannels.size();
        requireAsMany("decoder_block_out_channels", decoderBlockOutChannels, blocks);
        requireAsMany("num_encoder_blocks", numEncoderBlocks, blocks);
        requireAsMany("num_decoder_blocks", numDecoderBlocks, blocks);
    }

    private static void requireAsMany(String name, List<Integer> given, int blocks) {
        Settings.require(
                given.size() == blocks,
                name,
                name + " must be " + blocks + " numbers, as encoder_block_out_channels are, not " + given.size() + ".");
    }

    /** The blocks of diffusers hand on their channels as they are. */
    private static void requireAlike(String name, List<Integer> channels) {
        Settings.require(
                !channels.isEmpty() && channels.stream().distinct().count() == 1,
                name,
                name + " must be numbers that are all the same, not " + channels + ".");
    }

    @Override
    public int reduction() {
        return 1 << (encoderBlockOutChannels.size() - 1);
    }

    @Override
    public int side() {
        return SIDE;
    }

    @Override
    public boolean distributed() {
        return false;
    }

    @Override
    public AutoencoderTiny network() {
        return new AutoencoderTiny(this);
    }
}
