package darkroom.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.ClipTextConfig;
import darkroom.network.NetworkConfig;
import darkroom.network.TextUNetConfig;
import darkroom.network.UNetConfig;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The {@code model_index.json} by which diffusers knows a model. */
public final class Pipelines {

    private static final String VERSION_KEY = "_diffusers_version";
    private static final String VERSION = "0.42.1";

    private static final String CLASS_KEY = "_class_name";
    private static final String UNET = "unet", SCHEDULER = "scheduler";
    private static final String STABLE_DIFFUSION = "StableDiffusionPipeline";
    private static final String ENCODER = "CLIPTextModel", PROJECTING = "CLIPTextModelWithProjection";
    private static final String TOKENIZER = "CLIPTokenizer";
    private static final String ZEROS_KEY = "force_zeros_for_empty_prompt";
    private static final Set<String> PARTS = Set.of(UNET, SCHEDULER);

    /** Those that sample a U-Net alone, with the scheduler that each insists on; empty where any will do. */
    private static final Map<String, String> KNOWN = Map.of(
            "DDPMPipeline", "",
            "DDPM", "",
            "DDIMPipeline", Schedulers.DDIM,
            "DDIM", Schedulers.DDIM,
            "PNDMPipeline", "PNDMScheduler",
            "PNDM", "PNDMScheduler",
            "ConsistencyModelPipeline", "");

    /** Which samples latents by a transformer that is told a class. */
    private static final String TRANSFORMER = "DiTPipeline";

    private Pipelines() {}

    /** Whether diffusers has a network of this configuration. */
    public static boolean knows(NetworkConfig network) {
        return network instanceof UNetConfig;
    }

    /** The index of a U-Net that is sampled by DDIM. */
    public static JsonNode index() {
        return index("DDIMPipeline", Schedulers.DDIM);
    }

    /** The index of a model that draws from texts as Stable Diffusion 1 does, and is sampled by DDIM. */
    public static JsonNode textToImage() {
        return textToImage(STABLE_DIFFUSION, Schedulers.DDIM, false);
    }

    /**
     * The index of a model that draws from texts.
     *
     * @param pipeline which draws by it
     * @param scheduler which samples it
     * @param two whether it has two text encoders, of which the second projects
     */
    public static ObjectNode textToImage(String pipeline, String scheduler, boolean two) {
        Map<String, Object> parts = new TreeMap<>(Map.of(
                CLASS_KEY,
                pipeline,
                VERSION_KEY,
                VERSION,
                SCHEDULER,
                List.of("diffusers", scheduler),
                UNET,
                List.of("diffusers", TextUNetConfig.CLASS_NAME),
                "vae",
                List.of("diffusers", AutoencoderKlConfig.CLASS_NAME),
                "text_encoder",
                List.of("transformers", ENCODER),
                "tokenizer",
                List.of("transformers", TOKENIZER)));
        if (two) {
            parts.put("text_encoder_2", List.of("transformers", PROJECTING));
            parts.put("tokenizer_2", List.of("transformers", TOKENIZER));
            parts.put(ZEROS_KEY, true);
        } else {
            for (String none : List.of("feature_extractor", "image_encoder", "safety_checker")) {
                parts.put(none, Arrays.asList(null, null));
            }
            parts.put("requires_safety_checker", false);
        }
        return (ObjectNode) JsonText.tree(parts);
    }

    /**
     * The configuration of a text encoder, as transformers reads it.
     *
     * @param projects whether it projects the whole text
     */
    public static ObjectNode textEncoder(ClipTextConfig config, boolean projects) {
        ObjectNode json = Settings.write(config);
        json.putArray("architectures").add(projects ? PROJECTING : ENCODER);
        return json.put("model_type", "clip_text_model")
                .put("bos_token_id", config.eosTokenId() - 1)
                .put("pad_token_id", config.eosTokenId());
    }

    /** The index of a U-Net that is sampled by DDPM. */
    public static JsonNode ddpmIndex() {
        return index("DDPMPipeline", Schedulers.DDPM);
    }

    private static JsonNode index(String pipeline, String scheduler) {
        return JsonText.tree(new TreeMap<>(Map.of(
                CLASS_KEY,
                pipeline,
                VERSION_KEY,
                VERSION,
                SCHEDULER,
                List.of("diffusers", scheduler),
                UNET,
                List.of("diffusers", UNetConfig.CLASS_NAME))));
    }

    /**
     * Lets an index pass whose pipeline runs here.
     *
     * @throws IllegalArgumentException when it does not; names the parts that are missing here, or the pipeline
     */
    public static void require(Value index) {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, JsonNode> part : index.node().properties()) {
            JsonNode type = part.getValue().path(1);
            boolean runs = PARTS.contains(part.getKey())
                    && (part.getKey().equals(SCHEDULER) || type.asText().equals(UNetConfig.CLASS_NAME));
            if (type.isTextual() && !runs) {
                missing.add(part.getKey() + " (" + type.asText() + ")");
            }
        }
        String name = className(index);
        if (!missing.isEmpty()) {
            throw index.refused("The model is a " + name + ", of which these parts do not run here yet: "
                    + String.join(", ", missing) + ".");
        }
        if (!KNOWN.containsKey(name)) {
            throw index.refused("The model is a '" + name + "', which does not run here; these do: "
                    + String.join(", ", KNOWN.keySet().stream().sorted().toList()) + ".");
        }
    }

    /** Whether it is the index of a model that draws from texts here. */
    public static boolean drawsFromTexts(Value index) {
        return TextFamily.knows(index);
    }

    /** Whether it is the index of a transformer that is told a class and samples latents. */
    public static boolean samplesByTransformer(Value index) {
        return className(index).equals(TRANSFORMER);
    }

    /** The names of the classes that an index has, by their numbers; empty where it has none. */
    public static List<String> classes(Value index) {
        List<String> names = new ArrayList<>();
        JsonNode named = index.node().path("id2label");
        while (named.has(Integer.toString(names.size()))) {
            names.add(named.get(Integer.toString(names.size())).asText());
        }
        return names;
    }

    /** The parts that an index names, each the name of a folder. */
    public static List<String> parts(Value index) {
        return index.node().properties().stream()
                .filter(part -> part.getValue().path(1).isTextual())
                .map(Map.Entry::getKey)
                .toList();
    }

    static String className(Value index) {
        return index.node().path(CLASS_KEY).asText();
    }

    /** Whether an index asks for zeros where no text is given to lead away from. */
    public static boolean forcesZeros(Value index) {
        return index.node().path(ZEROS_KEY).asBoolean();
    }

    /** Whether a text encoder projects the whole text, by its configuration. */
    public static boolean projects(Value config) {
        return config.node().path("architectures").path(0).asText().equals(PROJECTING);
    }

    /** A scheduler's configuration as the pipeline of an index reads it: some insist on a scheduler, whatever was saved. */
    public static Value scheduler(Value index, Value config) {
        String insisted = KNOWN.getOrDefault(className(index), "");
        if (insisted.isEmpty()
                || config.node().path(CLASS_KEY).asText().equals(insisted)
                || !config.node().isObject()) {
            return config;
        }
        ObjectNode changed = config.node().deepCopy();
        changed.put(CLASS_KEY, insisted);
        return new Value(changed, config.place());
    }

    /** A scheduler's configuration as {@code scheduler_config.json} has it. */
    public static JsonNode written(SchedulerConfig scheduler) {
        return written(scheduler.json());
    }

    /** The same of a configuration that is written by hand. */
    public static ObjectNode written(ObjectNode scheduler) {
        return scheduler.put(VERSION_KEY, VERSION);
    }

    /** The scheduler of a network that lies alone: diffusers' usual one with all its defaults. */
    public static Value usualScheduler() {
        return Value.of(JsonText.tree(Map.of(CLASS_KEY, Schedulers.DDPM)));
    }

    /** A network's options in the spelling of today. */
    public static Value network(Value config) {
        if (!config.node().isObject()) {
            return config;
        }
        ObjectNode changed = config.node().deepCopy();
        for (String blocks : List.of("down_block_types", "up_block_types")) {
            if (changed.path(blocks).isArray()) {
                List<Object> names = new ArrayList<>();
                changed.path(blocks)
                        .forEach(name ->
                                names.add(name.isTextual() ? name.textValue().replaceFirst("^UNetRes", "") : name));
                changed.set(blocks, JsonText.tree(names));
            }
        }
        for (String resampling : List.of("downsample_type", "upsample_type")) {
            if (changed.path(resampling).isNull()) {
                changed.remove(resampling);
            }
        }
        return new Value(changed, config.place());
    }
}
