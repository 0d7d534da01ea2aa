package darkroom.network;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * A residual multilayer perceptron for points: samples and outputs are [B, D].
 *
 * <p>Each of its layers is told the time, and the class where there are classes: {@code h + W2 silu(W1 h + T time)}.
 */
public final class Mlp implements Network {

    /** The name under {@code _class_name} in a configuration. */
    public static final String CLASS_NAME = "Mlp";

    /** The options. */
    public record Config(
            @Setting(value = "D, the numbers of a point", otherwise = "2", range = "[1, 4096]")
            int dimensions,

            @Setting(value = "numbers in a layer, even", otherwise = "128", range = "[4, 8192]")
            int width,

            @Setting(value = "residual layers", otherwise = "3", range = "[1, 64]")
            int layers,

            @Setting(
                    value = "rows of the class embedding, one more than there are classes; left out when the network is"
                            + " told no class",
                    range = "[1, 1000000]")
            @Nullable
            Integer numClassEmbeds)
            implements NetworkConfig {

        public Config {
            Settings.check(Config.class, dimensions, width, layers, numClassEmbeds);
            Settings.require(width % 2 == 0, "width", "width must be even, not " + width + ".");
        }

        @Override
        public Mlp network() {
            return new Mlp(this);
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

    @Override
    public long[] sampleShape() {
        return new long[] {config.dimensions};
    }

    @Override
    public int classEmbeddings() {
        return config.numClassEmbeds == null ? 0 : config.numClassEmbeds;
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.linear(IN, config.dimensions, config.width);
        parameters.linear(TIME, config.width, config.width);
        if (classEmbeddings() > 0) {
            parameters.embedding(CLASSES, classEmbeddings(), config.width);
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
        T active = on.silu(classEmbeddings() > 0 ? on.add(time, on.embedding(CLASSES, told.requireLabels())) : time);
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
