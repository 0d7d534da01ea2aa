package darkroom.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import darkroom.io.InputFile;
import darkroom.settings.JsonText;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A change of weights of low rank (Hu et al. 2022, section 4.1): {@code W + scale alpha / r B A}, for a U-Net and its text encoders, from a
 * file by the names of diffusers, of PEFT or of kohya's scripts.
 */
public final class Lora implements AutoCloseable {

    /** What diffusers calls the file of a LoRA in a folder. */
    static final String FILE = "pytorch_lora_weights.safetensors";

    private static final Pattern DOWN = Pattern.compile(
            "(.+?)(?:\\.lora_A(?:\\.default)?|\\.lora_down|(?:\\.lora|\\.lora_linear_layer|_lora)\\.down)\\.weight");
    private static final Pattern UP = Pattern.compile(
            "(.+?)(?:\\.lora_B(?:\\.default)?|\\.lora_up|(?:\\.lora|\\.lora_linear_layer|_lora)\\.up)\\.weight");
    private static final Pattern ALPHA = Pattern.compile("(.+)\\.alpha");
    private static final String METADATA = "lora_adapter_metadata", WEIGHT = ".weight";

    /** What a file calls the parts of a model: ours, by how its names begin; the longer before the shorter. */
    private static final Map<String, String> PARTS = parts();

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("unet.", "unet");
        parts.put("lora_unet_", "unet");
        parts.put("text_encoder_2.", "text_encoder_2");
        parts.put("lora_te2_", "text_encoder_2");
        parts.put("text_encoder.", "text_encoder");
        parts.put("lora_te1_", "text_encoder");
        parts.put("lora_te_", "text_encoder");
        return parts;
    }

    /** The change of one weight. */
    private static final class Change {
        private @Nullable Tensor down, up;
        private @Nullable Double alpha;
    }

    private final Path file;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Scope.Lasting memory = new Scope.Lasting();
    private JsonNode metadata = MissingNode.getInstance();

    private Lora(Path file) {
        this.file = file;
    }

    /**
     * Reads a file, or the one in a folder that a training wrote, for the caller to close.
     *
     * @throws IllegalArgumentException when it holds something else, naming the first such tensor
     */
    public static Lora read(Path from) throws IOException {
        Path file = Files.isDirectory(from) ? from.resolve(FILE) : from;
        Lora lora = new Lora(file);
        try {
            lora.memory.call(() -> {
                try {
                    lora.take(SafeTensors.read(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return lora;
            });
            return lora;
        } catch (UncheckedIOException e) {
            lora.close();
            throw e.getCause();
        } catch (RuntimeException e) {
            lora.close();
            throw e;
        }
    }

    private void take(SafeTensors.Content content) {
        String described = content.metadata().get(METADATA);
        if (described != null) {
            metadata = JsonText.parse(described).node();
        }
        content.tensors().forEach((name, tensor) -> {
            Matcher down = DOWN.matcher(name), up = UP.matcher(name), alpha = ALPHA.matcher(name);
            if (down.matches()) {
                change(down.group(1)).down = tensor;
            } else if (up.matches()) {
                change(up.group(1)).up = tensor;
            } else if (alpha.matches()) {
                change(alpha.group(1)).alpha = tensor.item_double();
            } else {
                throw refused("holds " + name + ", which belongs to no LoRA of a kind that runs here");
            }
        });
        if (changes.isEmpty()) {
            throw refused("holds no LoRA");
        }
    }

    private Change change(String module) {
        return changes.computeIfAbsent(module, name -> new Change());
    }

    private IllegalArgumentException refused(String sentence) {
        return new IllegalArgumentException(InputFile.printable(file + " " + sentence + "."));
    }

    /**
     * Adds it to the weights of a model's parts.
     *
     * @param parts {@code unet} and text encoders, by their folders' names in diffusers
     * @throws IllegalArgumentException when it changes what the model does not have, before anything is changed
     */
    void addTo(Map<String, Weights> parts, double scale) {
        Map<String, Map<String, Tensor>> known = new LinkedHashMap<>();
        parts.forEach((part, weights) -> known.put(part, byModule(weights)));
        List<Runnable> all = new ArrayList<>();
        changes.forEach((module, change) -> {
            Tensor weight = weight(known, module);
            Tensor down = required(change.down, module), up = required(change.up, module);
            if (up.size(0) * down.numel() / down.size(0) != weight.numel() || up.numel() / up.size(0) != down.size(0)) {
                throw refused("does not fit: the weight of " + module + " has another shape");
            }
            double share = scale * alpha(module, change, down.size(0));
            all.add(() -> add(weight, up, down, share));
        });
        Scope.run(() -> {
            new NoGradGuard();
            all.forEach(Runnable::run);
        });
    }

    private Tensor required(@Nullable Tensor matrix, String module) {
        if (matrix == null) {
            throw refused("lacks one of the two matrices of " + module);
        }
        return matrix;
    }

    private static void add(Tensor weight, Tensor up, Tensor down, double share) {
        Scope.run(() -> {
            Tensor change = flat(up).mm(flat(down)).view_as(weight);
            weight.copy_(weight.to(torch.ScalarType.Float).add_(change, new Scalar(share)));
        });
    }

    private static Tensor flat(Tensor matrix) {
        return matrix.to(torch.ScalarType.Float).flatten(1, -1);
    }

    /** alpha / r, as the file has it; 1 where it says nothing. */
    private double alpha(String module, Change change, long rank) {
        JsonNode told = metadata.path(part(module) + ".lora_alpha");
        double alpha = change.alpha != null ? change.alpha : told.isNumber() ? told.asDouble() : rank;
        boolean stable = metadata.path(part(module) + ".use_rslora").asBoolean();
        return alpha / (stable ? Math.sqrt(rank) : rank);
    }

    private static String part(String module) {
        return PARTS.entrySet().stream()
                .filter(part -> module.startsWith(part.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("unet");
    }

    private Tensor weight(Map<String, Map<String, Tensor>> known, String module) {
        String prefix =
                PARTS.keySet().stream().filter(module::startsWith).findFirst().orElse("");
        // In 2022 diffusers had the LoRA of an attention inside its processor.
        String plain = module.substring(prefix.length())
                .replaceFirst("\\.processor\\.to_out$", ".to_out.0")
                .replaceFirst("\\.processor\\.", ".");
        String name = joined(plain);
        Map<String, Tensor> weights = known.getOrDefault(part(module), Map.of());
        return Stream.of(name, "text_model_" + name)
                .map(weights::get)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElseThrow(() -> refused("changes " + module + ", which the model does not have"));
    }

    /** Weights by the names of their modules, as kohya writes them. */
    private static Map<String, Tensor> byModule(Weights weights) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        weights.byName().forEach((name, weight) -> {
            if (name.endsWith(WEIGHT)) {
                named.put(joined(name.substring(0, name.length() - WEIGHT.length())), weight);
            }
        });
        return named;
    }

    private static String joined(String module) {
        return module.replace('.', '_');
    }

    @Override
    public void close() {
        memory.close();
    }
}
