package darkroom.network;

import darkroom.settings.Setting;
import darkroom.settings.Settings;

/**
 * A small convolutional classifier of pictures: convolutions that halve, a norm and SiLU behind each, the mean over the
 * picture, and a linear map to one logit for each class.
 */
public final class Classifier implements Parametrised {

    /** The name under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "Classifier";

    private static final int GROUPS = 4;
    private static final double EPSILON = 1e-5;

    /** The options. */
    public record Config(
            @Setting(value = "channels of a picture", otherwise = "1", range = "[1, 64]")
            int inChannels,

            @Setting(
                    value = "channels of the first stage, a multiple of 4; each further stage has twice as many",
                    otherwise = "16",
                    range = "[4, 256]")
            int width,

            @Setting(value = "how often the picture is halved", otherwise = "3", range = "[1, 6]")
            int stages,

            @Setting(value = "how many classes it tells apart", otherwise = "10", range = "[2, 1000]")
            int classes)
            implements NetworkConfig {

        public Config {
            Settings.check(Config.class, inChannels, width, stages, classes);
            Settings.require(
                    width % GROUPS == 0, "width", "width must be a multiple of " + GROUPS + ", not " + width + ".");
        }

        @Override
        public Classifier network() {
            return new Classifier(this);
        }
    }

    private final Config config;

    /** A classifier with given options. */
    public Classifier(Config config) {
        this.config = config;
    }

    /** How many classes it tells apart. */
    public int classes() {
        return config.classes;
    }

    /** How many channels a picture has. */
    public int channels() {
        return config.inChannels;
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.convolution("conv_in", config.inChannels, config.width, 3);
        for (int i = 0; i < config.stages; i++) {
            int channels = config.width << i;
            parameters.norm("stages." + i + ".norm", channels);
            parameters.convolution("stages." + i + ".conv", channels, 2 * channels, 3);
        }
        int last = config.width << config.stages;
        parameters.norm("norm_out", last);
        parameters.linear("output", last, config.classes);
    }

    /**
     * The forward pass.
     *
     * @param pictures [B, C, H, W] in [-1, 1]
     * @return logits [B, classes]
     */
    public <T> T forward(Operations<T> on, T pictures) {
        T hidden = on.convolution("conv_in", pictures, 1, 1);
        for (int i = 0; i < config.stages; i++) {
            T active = on.silu(on.groupNorm("stages." + i + ".norm", hidden, GROUPS, EPSILON));
            hidden = on.convolution("stages." + i + ".conv", active, 2, 1);
        }
        return on.linear("output", on.channelMeans(on.silu(on.groupNorm("norm_out", hidden, GROUPS, EPSILON))));
    }
}
