package darkroom.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.io.Enclosure;
import darkroom.io.InputFile;
import darkroom.settings.JsonText;
import darkroom.settings.Value;
import darkroom.torch.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * The files of a network's weights: one, or several shards and an index that says which tensor lies in which; of the usual name
 * or of a variant's, such as {@code fp16}.
 *
 * @param network the network's folder
 * @param enclosure the folder that no file may lie outside of
 */
public record WeightFiles(Path network, Enclosure enclosure) {

    private static final String NAME = "diffusion_pytorch_model";
    private static final String ENDING = ".safetensors";
    private static final Pattern VARIANT = Pattern.compile(NAME + "\\.\\w+\\.safetensors");
    private static final Pattern INDEX = Pattern.compile(NAME + "\\.safetensors\\.index(\\.\\w+)?\\.json");
    private static final Pattern SHARD = Pattern.compile("[\\w.-]+\\.safetensors");
    private static final Pattern OLD_ATTENTION =
            Pattern.compile("(.*attentions\\.\\d+)\\.(query|key|value|proj_attn)\\.(weight|bias)");
    private static final Map<String, String> ATTENTION =
            Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

    /** The file that is written: all weights in one. */
    public Path whole() {
        return network.resolve(NAME + ENDING);
    }

    /**
     * The file to begin with: the one that holds all weights, or an index; the usual ones before those of a variant.
     *
     * @throws IllegalArgumentException when there is none, or there are several variants
     */
    public Path first() throws IOException {
        List<Path> found = candidates();
        if (found.isEmpty()) {
            boolean pickled = Files.exists(network.resolve(NAME + ".bin"));
            throw new IllegalArgumentException("The model lacks its weights, " + whole()
                    + (pickled
                            ? ": its .bin file is not read, as reading one runs code. Save it as safetensors."
                            : "."));
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException(network + " holds several variants of its weights, "
                    + String.join(
                            " and ",
                            found.stream()
                                    .map(file -> file.getFileName().toString())
                                    .toList())
                    + ": keep one of them, or name one " + whole().getFileName() + ".");
        }
        return enclosure.require(found.get(0));
    }

    private List<Path> candidates() throws IOException {
        if (Files.exists(whole())) {
            return List.of(whole());
        }
        Path index = network.resolve(NAME + ENDING + ".index.json");
        if (Files.exists(index)) {
            return List.of(index);
        }
        if (!Files.isDirectory(network)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(network)) {
            return files.filter(file -> VARIANT.matcher(file.getFileName().toString())
                                    .matches()
                            || INDEX.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The size of all files in bytes; 0 where there is none. */
    public long bytes() throws IOException {
        if (candidates().size() != 1) {
            return 0;
        }
        Path first = first();
        long sum = 0;
        for (Path file : isIndex(first) ? shards(places(first)) : List.of(first)) {
            sum += Files.size(file);
        }
        return sum;
    }

    /**
     * Maps all tensors, by the names that they have today.
     *
     * @throws IllegalArgumentException when a file is missing or not as it should be
     */
    public Map<String, Tensor> read() throws IOException {
        Path first = first();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        if (isIndex(first)) {
            Map<String, String> places = places(first);
            for (Path shard : shards(places)) {
                String name = shard.getFileName().toString();
                SafeTensors.read(shard).tensors().forEach((tensor, value) -> {
                    if (!name.equals(places.get(tensor))) {
                        throw new IllegalArgumentException(shard + " holds " + tensor + ", which " + first.getFileName()
                                + " does not place there.");
                    }
                    tensors.put(tensor, value);
                });
            }
            places.forEach((tensor, shard) -> {
                if (!tensors.containsKey(tensor)) {
                    throw new IllegalArgumentException(InputFile.printable(
                            first + " places " + tensor + " in " + shard + ", which does not hold it."));
                }
            });
        } else {
            tensors.putAll(SafeTensors.read(first).tensors());
        }
        return renamed(tensors);
    }

    private static boolean isIndex(Path file) {
        return INDEX.matcher(file.getFileName().toString()).matches();
    }

    private static Map<String, String> places(Path index) throws IOException {
        Value whole = JsonText.read(index);
        JsonNode map = whole.node().path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw whole.refused("The index of the weights lacks its weight_map.");
        }
        Map<String, String> places = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String shard = entry.getValue().asText();
            if (!entry.getValue().isTextual() || !SHARD.matcher(shard).matches()) {
                throw whole.refused("weight_map places " + entry.getKey() + " in " + entry.getValue()
                        + ", which is not the name of a safetensors file beside it.");
            }
            places.put(entry.getKey(), shard);
        }
        return places;
    }

    private List<Path> shards(Map<String, String> places) throws IOException {
        List<Path> shards =
                new TreeSet<>(places.values()).stream().map(network::resolve).toList();
        for (Path shard : shards) {
            InputFile.require(enclosure.require(shard));
        }
        return shards;
    }

    /** Attention's weights had other names before 2023. */
    private static Map<String, Tensor> renamed(Map<String, Tensor> tensors) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, value) -> {
            var old = OLD_ATTENTION.matcher(name);
            String now = old.matches() ? old.group(1) + "." + ATTENTION.get(old.group(2)) + "." + old.group(3) : name;
            renamed.put(tensors.containsKey(now) ? name : now, value);
        });
        return renamed;
    }
}
