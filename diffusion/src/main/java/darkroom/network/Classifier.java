package darkroom.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A small convolutional classifier of pictures: convolutions that halve, a norm and SiLU behind each, the mean over the
 * picture, and a linear map to one logit for each class.
 */
public final class Classifier implements Parametrised {

    /** The name under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "Classifier";

    private static final String DEFAULTS = "{\"in_channels\": 1, \"width\": 16, \"stages\": 3, \"classes\": 10}";
    private static final int GROUPS = 4;
    private static final double EPSILON = 1e-5;

    /**
     * The options.
     *
     * @param inChannels channels of a picture
     * @param width channels of the first stage, a multiple of 4; each further stage has twice as many
     * @param stages how often the picture is halved, 1 to 6
     * @param classes how many classes it tells apart
     */
    public record Config(int inChannels, int width, int stages, int classes) {

        public Config {
            Json.check(CLASS_NAME, inChannels >= 1 && inChannels <= 64, "in_channels must lie in 1 to 64");
            Json.check(
                    CLASS_NAME,
                    width >= GROUPS && width <= 256 && width % GROUPS == 0,
                    "width must be a multiple of 4 from 4 to 256");
            Json.check(CLASS_NAME, stages >= 1 && stages <= 6, "stages must lie in 1 to 6");
            Json.check(CLASS_NAME, classes >= 2 && classes <= 1000, "classes must lie in 2 to 1000");
        }
    }

    private final Config config;

    /** A classifier with given options. */
    public Classifier(Config config) {
        this.config = config;
    }

    /** A classifier from JSON; options not given have their defaults. */
    public static Classifier of(JsonNode options) {
        return new Classifier(Json.read(Config.class, CLASS_NAME, DEFAULTS, options));
    }

    /** All options as JSON, with the class name. */
    public ObjectNode toJson() {
        return Json.write(CLASS_NAME, config);
    }

    /** How many classes it tells apart. */
    public int classes() {
        return config.classes;
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
