package darkroom.diffusers.original;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The U-Net of a checkpoint: its blocks stand there in one row for the way down and in one for the way up (Rombach et al. 2022), in diffusers
 * by level.
 */
public final class OriginalUNet {

    private static final String PREFIX = "model.diffusion_model.";
    private static final Pattern BLOCK = Pattern.compile("(input|output)_blocks\\.(\\d+)\\.(\\d+)\\.(.+)");
    private static final Pattern DOWN = Pattern.compile("input_blocks\\.(\\d+)\\.");
    private static final Pattern MIDDLE = Pattern.compile("middle_block\\.(\\d+)\\.(.+)");

    /** Whoever uses convolutions of single pixels has as many heads at every level; with linear maps a head has so many channels. */
    private static final int HEADS = 8, HEAD_CHANNELS = 64;

    /** Sinusoids of each number of sizes and crops. */
    private static final int SIZE_CHANNELS = 256;

    private static final List<Map.Entry<String, String>> OUTSIDE = List.of(
            Map.entry("time_embed.0.", "time_embedding.linear_1."),
            Map.entry("time_embed.2.", "time_embedding.linear_2."),
            Map.entry("label_emb.0.0.", "add_embedding.linear_1."),
            Map.entry("label_emb.0.2.", "add_embedding.linear_2."),
            Map.entry("out.0.", "conv_norm_out."),
            Map.entry("out.2.", "conv_out."));

    private static final List<Map.Entry<String, String>> RESIDUAL = List.of(
            Map.entry("in_layers.0.", "norm1."),
            Map.entry("in_layers.2.", "conv1."),
            Map.entry("emb_layers.1.", "time_emb_proj."),
            Map.entry("out_layers.0.", "norm2."),
            Map.entry("out_layers.3.", "conv2."),
            Map.entry("skip_connection.", "conv_shortcut."));

    private final Names names;
    private final int levels;
    private final int each;

    private OriginalUNet(Names names) {
        this.names = names;
        int blocks = names.count(DOWN);
        levels = (int) IntStream.range(0, blocks)
                        .filter(i -> names.has("input_blocks." + i + ".0.op.weight"))
                        .count()
                + 1;
        each = blocks / levels;
        if (each < 2 || blocks % levels != 0) {
            throw new IllegalArgumentException("The U-Net of the checkpoint has " + blocks + " blocks on " + levels
                    + " levels, which do not fit.");
        }
    }

    /**
     * The U-Net of a checkpoint.
     *
     * @param sampleSize height and width of its usual samples, which its weights do not say
     * @throws IllegalArgumentException when there is none, or it is built otherwise
     */
    public static Part of(Map<String, Tensor> checkpoint, int sampleSize) {
        Names names = Names.under(checkpoint, PREFIX);
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "It has no U-Net by the name that the original Stable Diffusion gave it: no weight begins with "
                            + PREFIX + ".");
        }
        OriginalUNet network = new OriginalUNet(names);
        return new Part(network.config(sampleSize), names.renamed(name -> Optional.of(network.name(name))));
    }

    private ObjectNode config(int sampleSize) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        List<Integer> channels = new ArrayList<>(), layers = new ArrayList<>(), heads = new ArrayList<>();
        ArrayNode down = config.putArray("down_block_types");
        List<String> up = new ArrayList<>();
        int deepest = transformers("middle_block.1.");
        boolean linear = names.weight("middle_block.1.proj_in.weight").dim() == 2;
        for (int level = 0; level < levels; level++) {
            String first = "input_blocks." + (1 + level * each) + ".";
            int wide = names.size(first + "0.out_layers.3.weight", 0), depth = transformers(first + "1.");
            channels.add(wide);
            heads.add(linear ? Math.max(1, wide / HEAD_CHANNELS) : HEADS);
            layers.add(depth > 0 ? depth : level == levels - 1 ? deepest : 1);
            down.add(depth > 0 ? "CrossAttnDownBlock2D" : "DownBlock2D");
            up.add(depth > 0 ? "CrossAttnUpBlock2D" : "UpBlock2D");
        }
        Collections.reverse(up);
        up.forEach(config.putArray("up_block_types")::add);
        channels.forEach(config.putArray("block_out_channels")::add);
        layers.forEach(config.putArray("transformer_layers_per_block")::add);
        heads.forEach(config.putArray("attention_head_dim")::add);
        config.put("_class_name", "UNet2DConditionModel")
                .put("sample_size", sampleSize)
                .put("in_channels", names.size("input_blocks.0.0.weight", 1))
                .put("out_channels", names.size("out.2.weight", 0))
                .put("layers_per_block", each - 1)
                .put("use_linear_projection", linear)
                .put("cross_attention_dim", names.size("middle_block.1.transformer_blocks.0.attn2.to_k.weight", 1));
        if (names.has("label_emb.0.0.weight")) {
            config.put("addition_embed_type", "text_time")
                    .put("addition_time_embed_dim", SIZE_CHANNELS)
                    .put("projection_class_embeddings_input_dim", names.size("label_emb.0.0.weight", 1));
        }
        return config;
    }

    /** How many transformer layers a part has. */
    private int transformers(String part) {
        return names.count(Pattern.compile(Pattern.quote(part) + "transformer_blocks\\.(\\d+)\\."));
    }

    private String name(String name) {
        Matcher middle = MIDDLE.matcher(name);
        if (middle.matches()) {
            int place = Integer.parseInt(middle.group(1));
            return place == 1
                    ? "mid_block.attentions.0." + middle.group(2)
                    : "mid_block.resnets." + place / 2 + "." + Names.replaced(middle.group(2), RESIDUAL);
        }
        Matcher block = BLOCK.matcher(name);
        if (!block.matches()) {
            return Names.replaced(name, OUTSIDE);
        }
        boolean input = block.group(1).equals("input");
        int number = Integer.parseInt(block.group(2)) - (input ? 1 : 0), place = Integer.parseInt(block.group(3));
        String rest = block.group(4);
        if (number < 0) {
            return "conv_in." + rest;
        }
        String level = (input ? "down_blocks." : "up_blocks.") + number / each + ".";
        if (rest.startsWith("op.")) {
            return level + "downsamplers.0.conv." + rest.substring("op.".length());
        }
        if (rest.startsWith("conv.")) {
            return level + "upsamplers.0." + rest;
        }
        return place == 0
                ? level + "resnets." + number % each + "." + Names.replaced(rest, RESIDUAL)
                : level + "attentions." + number % each + "." + rest;
    }
}
