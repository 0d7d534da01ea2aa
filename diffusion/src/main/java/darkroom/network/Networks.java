package darkroom.network;

import darkroom.settings.Registry;
import darkroom.settings.Settings;

/** The networks that recipes and configurations can name, by {@code _class_name}. */
public final class Networks {

    /** All of them. */
    public static final Registry<NetworkConfig> ALL = new Registry<NetworkConfig>(
                    "network", "_class_name", UNetConfig.CLASS_NAME)
            .with(UNetConfig.CLASS_NAME, UNetConfig.class, "A U-Net for pictures, as diffusers has it.")
            .with(TextUNetConfig.CLASS_NAME, TextUNetConfig.class, "A U-Net that is told texts, as diffusers has it.")
            .with(
                    AutoencoderKlConfig.CLASS_NAME,
                    AutoencoderKlConfig.class,
                    "A variational autoencoder of pictures, as diffusers has it.")
            .with(
                    DitConfig.CLASS_NAME,
                    DitConfig.class,
                    "A transformer of patches that is told a class, as diffusers has it.")
            .with(Mlp.CLASS_NAME, Mlp.Config.class, "A residual multilayer perceptron for points.")
            .with(Classifier.CLASS_NAME, Classifier.Config.class, "A small convolutional classifier of pictures.");

    private Networks() {}

    /**
     * A network that is told a noisy sample and says something of each of its numbers.
     *
     * @throws IllegalArgumentException when the configuration is of another network
     */
    public static Network of(NetworkConfig config) {
        if (!(config.network() instanceof Network network)) {
            throw new IllegalArgumentException("A " + ALL.name(config) + " does not denoise.");
        }
        if (config instanceof UNetConfig unet) {
            Settings.require(
                    unet.outChannels() == unet.inChannels() || unet.outChannels() == 2 * unet.inChannels(),
                    "out_channels",
                    "out_channels must be " + unet.inChannels()
                            + ", as in_channels are, or twice as many where a variance is" + " learned, not "
                            + unet.outChannels() + ".");
        }
        return network;
    }

    /**
     * A classifier.
     *
     * @throws IllegalArgumentException when the configuration is of another network
     */
    public static Classifier classifier(NetworkConfig config) {
        if (config.network() instanceof Classifier classifier) {
            return classifier;
        }
        throw new IllegalArgumentException("A " + ALL.name(config) + " is no classifier.");
    }

    /** Whether a configuration is of a classifier rather than of a network that denoises. */
    public static boolean classifies(NetworkConfig config) {
        return config instanceof Classifier.Config;
    }
}
