package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.network.Networks;
import darkroom.network.Parameters;
import darkroom.network.UNetConfig;
import darkroom.settings.JsonText;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders from strangers: what does not hold is refused in one sentence, and what is rare but legal is read. */
class HostileFoldersTest {

    private static final int MUTATIONS = 10_000;

    /** Of how many mutations one is followed by reading the whole model. */
    private static final int WHOLE = 200;

    private static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";
    private static final String INDEX = WEIGHTS + ".index.json";
    private static final UNetConfig CONFIG = UNetConfig.of(Map.of(
            "sample_size", 8,
            "block_out_channels", List.of(4),
            "down_block_types", List.of("DownBlock2D"),
            "up_block_types", List.of("UpBlock2D"),
            "layers_per_block", 1,
            "norm_num_groups", 2,
            "attention_head_dim", 4));
    private static final byte[][] SPLINTERS = {
        {'"'},
        {'{'},
        {'}'},
        {'['},
        {']'},
        {','},
        {':'},
        {'-'},
        {'9'},
        {0},
        {(byte) 0xFF},
        {'\\'},
        "null".getBytes(StandardCharsets.UTF_8),
        "1e999".getBytes(StandardCharsets.UTF_8),
        "9223372036854775807".getBytes(StandardCharsets.UTF_8),
        "../".getBytes(StandardCharsets.UTF_8)
    };

    @TempDir
    Path path;

    private ModelFolder folder;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @BeforeEach
    void write() throws IOException {
        folder = new ModelFolder(path.resolve("model"));
        json(
                "model_index.json",
                Map.of(
                        "_class_name", "DDPMPipeline",
                        "scheduler", List.of("diffusers", "DDPMScheduler"),
                        "unet", List.of("diffusers", "UNet2DModel")));
        json("scheduler/scheduler_config.json", Map.of("_class_name", "DDPMScheduler", "num_train_timesteps", 10));
        Files.createDirectories(file("unet"));
        Files.writeString(file("unet/config.json"), JsonText.write(Networks.ALL.write(CONFIG)));
        try (Weights weights = Weights.initial(Parameters.of(CONFIG.network()), 1)) {
            SafeTensors.write(file(WEIGHTS), weights.byName(), Map.of("format", "pt"));
        }
    }

    private Path file(String name) {
        return folder.path().resolve(name);
    }

    private void json(String name, Object content) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), new ObjectMapper().writeValueAsString(content));
    }

    @ParameterizedTest
    @ValueSource(strings = {WEIGHTS, INDEX, "unet/config.json", "model_index.json", "scheduler/scheduler_config.json"})
    void mutationsAreReadOrRefusedInASentence(String name) throws IOException {
        if (name.equals(INDEX)) {
            shard();
        }
        byte[] whole = Files.readAllBytes(file(name));
        Random random = new Random(12);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutated(whole, random);
            Files.write(file(name), mutated);
            try {
                if (i % WHOLE == 0) {
                    folder.read().close();
                } else {
                    read(name);
                }
            } catch (IllegalArgumentException e) {
                refused++;
                String said = String.valueOf(e.getMessage());
                assertTrue(said.contains("model") && said.lines().count() == 1 && said.length() < 1000, said);
            }
        }
        assertTrue(refused > MUTATIONS / 10, name + ": only " + refused + " were refused");
    }

    /** Reads as much of the folder as depends on a file. */
    private void read(String name) throws IOException {
        switch (name) {
            case WEIGHTS -> SafeTensors.metadata(file(name));
            case INDEX -> folder.weightBytes();
            case "scheduler/scheduler_config.json" -> folder.scheduler();
            default -> folder.structure();
        }
    }

    /** Moves all weights into two shards with an index. */
    private void shard() throws IOException {
        Scope.run(() -> {
            try {
                Map<String, Tensor> tensors = SafeTensors.read(file(WEIGHTS)).tensors();
                List<Map<String, Tensor>> shards = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
                Map<String, String> places = new LinkedHashMap<>();
                tensors.forEach((name, value) -> {
                    int shard = places.size() % 2;
                    shards.get(shard).put(name, value);
                    places.put(name, shard + ".safetensors");
                });
                for (int i = 0; i < 2; i++) {
                    SafeTensors.write(file("unet/" + i + ".safetensors"), shards.get(i), Map.of());
                }
                json(INDEX, Map.of("metadata", Map.of("total_size", 1), "weight_map", places));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Files.delete(file(WEIGHTS));
    }

    /** Cut, doubled, overwritten or spiked at a place near the beginning, where a file says what it is. */
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int most = random.nextInt(8) == 0 ? bytes.length : Math.min(bytes.length, 2000);
            int place = random.nextInt(most + 1), length = random.nextInt(Math.min(16, bytes.length - place) + 1);
            byte[] splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
            bytes = switch (random.nextInt(5)) {
                case 0 -> joined(bytes, place, new byte[0], place + length);
                case 1 -> joined(bytes, place, Arrays.copyOfRange(bytes, place, place + length), place);
                case 2 -> joined(bytes, place, splinter, place);
                case 3 -> joined(bytes, place, splinter, Math.min(bytes.length, place + splinter.length));
                default -> random.nextInt(20) == 0 ? Arrays.copyOf(bytes, place) : flipped(bytes, place, random);
            };
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int to, byte[] between, int from) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, to);
        all.writeBytes(between);
        all.write(bytes, from, bytes.length - from);
        return all.toByteArray();
    }

    private static byte[] flipped(byte[] bytes, int place, Random random) {
        byte[] changed = bytes.clone();
        if (place < changed.length) {
            changed[place] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    @Test
    void noLinkLeadsOutOfTheFolder() throws IOException {
        for (String name :
                List.of(WEIGHTS, "unet/config.json", "model_index.json", "scheduler/scheduler_config.json")) {
            Path outside = path.resolve("outside");
            Files.move(file(name), outside);
            Files.createSymbolicLink(file(name), outside);
            refused("is a link that leads out of");
            Files.delete(file(name));
            Path inside = file(Path.of(name).getFileName() + ".kept");
            Files.move(outside, inside);
            Files.createSymbolicLink(file(name), inside);
            folder.read().close();
        }
    }

    @Test
    void shardsAreReadFromTheirIndex() throws IOException {
        shard();
        folder.read().close();
        String places = Files.readString(file(INDEX));
        for (String elsewhere : List.of("../0.safetensors", "/etc/passwd", "kept/0.safetensors", "0.bin")) {
            Files.writeString(file(INDEX), places.replace("\"0.safetensors\"", "\"" + elsewhere + "\""));
            refused("is not the name of a safetensors file beside it");
        }
        Files.writeString(file(INDEX), places.replaceFirst("0.safetensors", "1.safetensors"));
        refused("does not place there");
        Files.writeString(file(INDEX), places.replaceFirst("\"conv_in", "\"conv_on"));
        refused("");
        Files.writeString(file(INDEX), places.replace("0.safetensors", "2.safetensors"));
        refused("There is no file");
        Files.writeString(file(INDEX), "{\"weight_map\": 3}");
        refused("lacks its weight_map");
    }

    @Test
    void severalVariantsAreNotChosenFrom() throws IOException {
        Path sixteen = file("unet/diffusion_pytorch_model.fp16.safetensors");
        Files.move(file(WEIGHTS), sixteen);
        folder.read().close();
        Files.copy(sixteen, file("unet/diffusion_pytorch_model.bf16.safetensors"));
        refused("several variants of its weights, diffusion_pytorch_model.bf16.safetensors and");
        Files.copy(sixteen, file(WEIGHTS));
        folder.read().close();
    }

    @Test
    void partsThatDoNotRunYetAreNamed() throws IOException {
        json(
                "model_index.json",
                Map.of(
                        "_class_name", "StableDiffusionPipeline",
                        "unet", List.of("diffusers", "UNet2DConditionModel"),
                        "safety_checker", Arrays.asList(null, null),
                        "vae", List.of("diffusers", "AutoencoderKL")));
        refused("The model is a StableDiffusionPipeline, of which these parts do not run here yet: ");
        refused("vae (AutoencoderKL)");
        refused("unet (UNet2DConditionModel)");
        json("model_index.json", Map.of("_class_name", "DanceDiffusionPipeline"));
        refused("'DanceDiffusionPipeline', which does not run here; these do: ");
    }

    @Test
    void rareButLegalFilesAreRead() throws IOException {
        byte[] whole = Files.readAllBytes(file(WEIGHTS));
        float[] weights = weights();
        rewrite(tensors -> {
            tensors.put("steps", Tensors.of(new long[] {7}, 1));
            tensors.put("betas", Tensors.of(new double[] {0.1, 0.2}, 2));
            tensors.put("nothing", torch.empty(new long[] {0, 4}, Tensors.options(torch.ScalarType.Long), null));
        });
        assertArrayEquals(weights, weights());
        Files.write(file(WEIGHTS), whole);
        rewrite(tensors -> tensors.replaceAll((name, value) -> value.to(torch.ScalarType.Double)));
        assertArrayEquals(weights, weights());
        // Headers of any length are legal; tensors then lie at odd addresses.
        for (int padding = 1; padding < 8; padding++) {
            long length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            byte[] padded = joined(
                    whole, 8 + (int) length, " ".repeat(padding).getBytes(StandardCharsets.UTF_8), 8 + (int) length);
            ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length + padding);
            Files.write(file(WEIGHTS), padded);
            assertArrayEquals(weights, weights());
        }
    }

    private float[] weights() throws IOException {
        try (Model model = folder.read()) {
            return Tensors.floats(model.weights().get("conv_in.weight"));
        }
    }

    private void rewrite(Consumer<Map<String, Tensor>> change) {
        Scope.run(() -> {
            try {
                Map<String, Tensor> tensors =
                        new LinkedHashMap<>(SafeTensors.read(file(WEIGHTS)).tensors());
                change.accept(tensors);
                SafeTensors.write(file(WEIGHTS), tensors, Map.of("author", "nobody"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void mappedWeightsAreNotWrittenBack() throws IOException {
        byte[] whole = Files.readAllBytes(file(WEIGHTS));
        try (Model model = folder.read()) {
            Tensors.fill(model.weights().flat(), 3);
            assertEquals(3, Tensors.floats(model.weights().get("conv_out.bias"))[0]);
        }
        assertArrayEquals(whole, Files.readAllBytes(file(WEIGHTS)));
    }

    private void refused(String reason) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> folder.read().close())
                        .getMessage());
        assertTrue(message.contains(reason), message);
    }
}
