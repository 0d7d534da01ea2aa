package darkroom.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A residual multilayer perceptron for points: samples and outputs are [B, D].
 *
 * <p>Each of its layers is told the time, and the class where there are classes: {@code h + W2 silu(W1 h + T time)}.
 */
public final class Mlp implements Network {

    /** The name under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "Mlp";

    private static final String DEFAULTS = "{\"dimensions\": 2, \"width\": 128, \"layers\": 3}";

    /**
     * The options.
     *
     * @param dimensions D, 1 to 4096
     * @param width numbers in a layer, even, 2 to 8192
     * @param layers 1 to 64
     * @param numClassEmbeds rows of the class embedding; absent for a network that is told no class
     */
    public record Config(
            int dimensions, int width, int layers, @Nullable Integer numClassEmbeds) {

        public Config {
            Json.check(CLASS_NAME, dimensions >= 1 && dimensions <= 4096, "dimensions must lie in 1 to 4096");
            Json.check(
                    CLASS_NAME,
                    width >= 4 && width <= 8192 && width % 2 == 0,
                    "width must be even and lie in 4 to 8192");
            Json.check(CLASS_NAME, layers >= 1 && layers <= 64, "layers must lie in 1 to 64");
            Json.check(
                    CLASS_NAME, numClassEmbeds == null || numClassEmbeds >= 1, "num_class_embeds must be at least 1");
        }
    }

    private static final String IN = "input";
    private static final String TIME = "time_embedding";
    private static final String CLASSES = "class_embedding";
    private static final String OUT = "output";

    private final Config config;
    private final Sinusoids sinusoids;

    /** A network with given options. */
    public Mlp(Config config) {
        this.config = config;
        this.sinusoids = new Sinusoids(config.width, true, 0);
    }

    /** A network from JSON; options not given have their defaults. */
    public static Mlp of(JsonNode options) {
        return new Mlp(Json.read(Config.class, CLASS_NAME, DEFAULTS, options));
    }

    /** All options as JSON, with the class name. */
    public ObjectNode toJson() {
        return Json.write(CLASS_NAME, config);
    }

    @Override
    public long[] sampleShape() {
        return new long[] {config.dimensions};
    }

    @Override
    public int classes() {
        return config.numClassEmbeds == null ? 0 : config.numClassEmbeds;
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.linear(IN, config.dimensions, config.width);
        parameters.linear(TIME, config.width, config.width);
        if (classes() > 0) {
            parameters.embedding(CLASSES, classes(), config.width);
        }
        for (int i = 0; i < config.layers; i++) {
            parameters.linear(layer(i, "1"), config.width, config.width);
            parameters.linear(layer(i, "time"), config.width, config.width);
            parameters.linear(layer(i, "2"), config.width, config.width);
        }
        parameters.linear(OUT, config.width, config.dimensions);
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
        T time = on.linear(TIME, on.sinusoids(timesteps, sinusoids));
        T active = on.silu(classes() > 0 ? on.add(time, on.embedding(CLASSES, told.requireLabels())) : time);
        T hidden = on.linear(IN, x);
        for (int i = 0; i < config.layers; i++) {
            T first = on.add(on.linear(layer(i, "1"), hidden), on.linear(layer(i, "time"), active));
            hidden = on.add(hidden, on.linear(layer(i, "2"), on.silu(first)));
        }
        return on.linear(OUT, on.silu(hidden));
    }

    private static String layer(int i, String part) {
        return "layers." + i + "." + part;
    }
}
