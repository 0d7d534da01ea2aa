package darkroom.diffusers.original;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** The autoencoder of a checkpoint (Esser et al. 2021; Rombach et al. 2022). */
public final class OriginalAutoencoder {

    private static final String PREFIX = "first_stage_model.";
    private static final Pattern LEVEL = Pattern.compile("encoder\\.down\\.(\\d+)\\.");
    private static final Pattern LAYER = Pattern.compile("encoder\\.down\\.0\\.block\\.(\\d+)\\.");
    private static final Pattern RESIDUAL =
            Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d+)\\.block\\.(\\d+)\\.(.+)");
    private static final Pattern RESIZING =
            Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d+)\\.(downsample|upsample)\\.(.+)");
    private static final Pattern MIDDLE = Pattern.compile("(encoder|decoder)\\.mid\\.(block_(\\d)|attn_1)\\.(.+)");

    private static final List<Map.Entry<String, String>> ATTENTION = List.of(
            Map.entry("norm.", "group_norm."),
            Map.entry("q.", "to_q."),
            Map.entry("k.", "to_k."),
            Map.entry("v.", "to_v."),
            Map.entry("proj_out.", "to_out.0."));

    private static final List<Map.Entry<String, String>> SHORTCUT =
            List.of(Map.entry("nin_shortcut.", "conv_shortcut."));

    private final int levels;

    private OriginalAutoencoder(int levels) {
        this.levels = levels;
    }

    /**
     * The autoencoder of a checkpoint.
     *
     * @param sampleSize height and width of its usual pictures, which its weights do not say
     * @param scale by what its latents are multiplied, which they do not say either
     * @throws IllegalArgumentException when there is none
     */
    public static Part of(Map<String, Tensor> checkpoint, int sampleSize, double scale) {
        Names names = Names.under(checkpoint, PREFIX);
        int levels = names.count(LEVEL);
        if (levels == 0) {
            throw new IllegalArgumentException(
                    "It has no autoencoder by the name that the original Stable Diffusion gave it: no weight begins with "
                            + PREFIX + ".");
        }
        OriginalAutoencoder network = new OriginalAutoencoder(levels);
        Map<String, Tensor> weights = names.renamed(network::name);
        weights.replaceAll((name, value) -> name.contains(".attentions.") && value.dim() == 4 ? flat(value) : value);
        return new Part(config(names, levels, sampleSize, scale), weights);
    }

    /** A convolution of single pixels as a matrix. */
    private static Tensor flat(Tensor convolution) {
        return convolution.reshape(convolution.size(0), convolution.size(1));
    }

    private static ObjectNode config(Names names, int levels, int sampleSize, double scale) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("_class_name", "AutoencoderKL")
                .put("sample_size", sampleSize)
                .put("in_channels", names.size("encoder.conv_in.weight", 1))
                .put("out_channels", names.size("decoder.conv_out.weight", 0))
                .put("latent_channels", names.size("decoder.conv_in.weight", 1))
                .put("layers_per_block", names.count(LAYER))
                .put("use_quant_conv", names.has("quant_conv.weight"))
                .put("use_post_quant_conv", names.has("post_quant_conv.weight"))
                .put("scaling_factor", scale);
        IntStream.range(0, levels).forEach(level -> {
            config.withArray("block_out_channels")
                    .add(names.size("encoder.down." + level + ".block.0.conv1.weight", 0));
            config.withArray("down_block_types").add("DownEncoderBlock2D");
            config.withArray("up_block_types").add("UpDecoderBlock2D");
        });
        return config;
    }

    private Optional<String> name(String name) {
        Matcher residual = RESIDUAL.matcher(name);
        if (residual.matches()) {
            return Optional.of(level(residual.group(1), residual.group(2)) + "resnets." + residual.group(3) + "."
                    + Names.replaced(residual.group(4), SHORTCUT));
        }
        Matcher resizing = RESIZING.matcher(name);
        if (resizing.matches()) {
            return Optional.of(
                    level(resizing.group(1), resizing.group(2)) + resizing.group(3) + "rs.0." + resizing.group(4));
        }
        Matcher middle = MIDDLE.matcher(name);
        if (middle.matches()) {
            String number = middle.group(3);
            return Optional.of(middle.group(1) + ".mid_block."
                    + (number == null
                            ? "attentions.0." + Names.replaced(middle.group(4), ATTENTION)
                            : "resnets." + (Integer.parseInt(number) - 1) + "."
                                    + Names.replaced(middle.group(4), SHORTCUT)));
        }
        String rest = name.replaceFirst("^(encoder|decoder)\\.norm_out\\.", "$1.conv_norm_out.");
        return rest.matches("(encoder|decoder|quant_conv|post_quant_conv)\\..*") ? Optional.of(rest) : Optional.empty();
    }

    /** The levels of the decoder are counted from the inside in diffusers. */
    private String level(String way, String number) {
        int level = Integer.parseInt(number);
        return way.startsWith("encoder")
                ? "encoder.down_blocks." + level + "."
                : "decoder.up_blocks." + (levels - 1 - level) + ".";
    }
}
