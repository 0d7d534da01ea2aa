package darkroom.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** By what a network is computed. */
public enum Engine {
    /** By whichever is faster on this machine. */
    AUTO,
    /** By steps of oneDNN that are recorded once. */
    RECORDED,
    /** By libtorch, one operation after the other. */
    LIBTORCH;

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Engine::toString).toList();
    }

    /**
     * The engine of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Engine named(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The engines are " + String.join(", ", names()) + "; " + name + " is none."));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
