package darkroom.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.network.NetworkConfig;
import darkroom.network.UNetConfig;
import darkroom.settings.JsonText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The {@code model_index.json} by which diffusers knows a model. */
public final class Pipelines {

    static final String VERSION_KEY = "_diffusers_version";
    static final String VERSION = "0.42.1";

    private Pipelines() {}

    /** Whether diffusers has a network of this configuration. */
    public static boolean knows(NetworkConfig network) {
        return network instanceof UNetConfig;
    }

    /** The index of a U-Net that is sampled by DDIM. */
    public static JsonNode index() {
        return JsonText.tree(new TreeMap<>(Map.of(
                "_class_name",
                "DDIMPipeline",
                VERSION_KEY,
                VERSION,
                "scheduler",
                List.of("diffusers", "DDIMScheduler"),
                "unet",
                List.of("diffusers", UNetConfig.CLASS_NAME))));
    }
}
