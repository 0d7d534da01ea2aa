package darkroom.diffusers.original;

import darkroom.diffusers.Pipelines;
import darkroom.network.ClipTextConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** A text encoder of a checkpoint: CLIP's (Radford et al. 2021), or OpenCLIP's, which has names of its own. */
public final class OriginalText {

    private static final String MODEL = "text_model.", LAYERS = MODEL + "encoder.layers.";
    private static final String PROJECTION = "text_projection";
    private static final Pattern BLOCK = Pattern.compile("transformer\\.resblocks\\.(\\d+)\\.(.+)");
    private static final Pattern LAYER = Pattern.compile("text_model\\.encoder\\.layers\\.(\\d+)\\.");
    private static final int HEAD_CHANNELS = 64;
    private static final double EPSILON = 1e-5;

    private static final List<Map.Entry<String, String>> INSIDE = List.of(
            Map.entry("ln_1.", "layer_norm1."),
            Map.entry("ln_2.", "layer_norm2."),
            Map.entry("mlp.c_fc.", "mlp.fc1."),
            Map.entry("mlp.c_proj.", "mlp.fc2."),
            Map.entry("attn.out_proj.", "self_attn.out_proj."));

    private static final List<Map.Entry<String, String>> OUTSIDE = List.of(
            Map.entry("token_embedding.", MODEL + "embeddings.token_embedding."),
            Map.entry("positional_embedding", MODEL + "embeddings.position_embedding.weight"),
            Map.entry("ln_final.", MODEL + "final_layer_norm."));

    private OriginalText() {}

    /** CLIP's encoder below a prefix; empty where there is none. */
    public static Optional<Part> clip(Map<String, Tensor> checkpoint, String prefix) {
        Names names = Names.under(checkpoint, prefix);
        Map<String, Tensor> weights = names.renamed(name -> name.endsWith("position_ids")
                ? Optional.empty()
                : Optional.of(name.startsWith(MODEL) ? name : MODEL + name));
        return part(weights, "quick_gelu", false);
    }

    /**
     * OpenCLIP's encoder below a prefix; empty where there is none.
     *
     * @param last whether its last layer is of use: Stable Diffusion 2 takes what the one before gives
     * @param projects whether the whole text is projected
     */
    public static Optional<Part> openClip(
            Map<String, Tensor> checkpoint, String prefix, boolean last, boolean projects) {
        Names names = Names.under(checkpoint, prefix);
        int layers = names.count(Pattern.compile("transformer\\.resblocks\\.(\\d+)\\."));
        int kept = last ? layers : layers - 1;
        Map<String, Tensor> weights = new LinkedHashMap<>();
        names.tensors().forEach((name, value) -> {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                if (Integer.parseInt(block.group(1)) < kept) {
                    layer(weights, LAYERS + block.group(1) + ".", block.group(2), value);
                }
            } else if (name.equals(PROJECTION)) {
                if (projects) {
                    weights.put(PROJECTION + ".weight", value.t().contiguous());
                }
            } else {
                String to = Names.replaced(name, OUTSIDE);
                if (!to.equals(name)) {
                    weights.put(to, value);
                }
            }
        });
        return part(weights, "gelu", projects);
    }

    /** Query, key and value stand in one matrix there, one below the other. */
    private static void layer(Map<String, Tensor> weights, String layer, String name, Tensor value) {
        if (!name.startsWith("attn.in_proj_")) {
            weights.put(layer + Names.replaced(name, INSIDE), value);
            return;
        }
        long rows = value.size(0) / 3;
        String kind = name.substring("attn.in_proj_".length());
        List<String> parts = List.of("q_proj.", "k_proj.", "v_proj.");
        for (int i = 0; i < parts.size(); i++) {
            weights.put(
                    layer + "self_attn." + parts.get(i) + kind,
                    value.slice(0, new LongOptional(i * rows), new LongOptional((i + 1) * rows), 1));
        }
    }

    private static Optional<Part> part(Map<String, Tensor> weights, String activation, boolean projects) {
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        Names names = new Names(weights);
        String tokens = MODEL + "embeddings.token_embedding.weight";
        int channels = names.size(tokens, 1), known = names.size(tokens, 0);
        ClipTextConfig config = new ClipTextConfig(
                known,
                channels,
                names.size(LAYERS + "0.mlp.fc1.weight", 0),
                projects ? names.size(PROJECTION + ".weight", 0) : channels,
                names.count(LAYER),
                Math.max(1, channels / HEAD_CHANNELS),
                names.size(MODEL + "embeddings.position_embedding.weight", 0),
                activation,
                EPSILON,
                known - 1);
        return Optional.of(new Part(Pipelines.textEncoder(config, projects), weights));
    }
}
