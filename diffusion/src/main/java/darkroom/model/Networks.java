package darkroom.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.network.Classifier;
import darkroom.network.Mlp;
import darkroom.network.Network;
import darkroom.network.Parametrised;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;

/** Networks from their configurations, told apart by {@code _class_name}. */
public final class Networks {

    private Networks() {}

    /**
     * A network that is told a noisy sample.
     *
     * @throws IllegalArgumentException when the configuration is of no such network or not possible
     */
    public static Network of(JsonNode config) {
        return switch (className(config)) {
            case UNetConfig.CLASS_NAME -> new UNet(UNetConfig.of(config));
            case Mlp.CLASS_NAME -> Mlp.of(config);
            default ->
                throw new IllegalArgumentException("There is no network of class '" + className(config)
                        + "': known are " + UNetConfig.CLASS_NAME + " and " + Mlp.CLASS_NAME + ".");
        };
    }

    /** Whether a configuration is of a classifier rather than of a network that denoises. */
    public static boolean classifies(JsonNode config) {
        return className(config).equals(Classifier.CLASS_NAME);
    }

    /** The whole configuration of a network, from which {@link #of} makes its like. */
    public static ObjectNode config(Parametrised network) {
        if (network instanceof UNet unet) {
            return unet.config().toJson();
        }
        if (network instanceof Mlp mlp) {
            return mlp.toJson();
        }
        if (network instanceof Classifier classifier) {
            return classifier.toJson();
        }
        throw new IllegalArgumentException("A " + network.getClass().getSimpleName() + " has no configuration.");
    }

    private static String className(JsonNode config) {
        return config.path("_class_name").asText(UNetConfig.CLASS_NAME);
    }
}
