package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
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
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders from strangers: what does not hold is refused in one sentence, and what is rare but legal is read. */
class HostileFoldersTest {

    private static final String WEIGHTS = Stranger.WEIGHTS;
    private static final String INDEX = Stranger.INDEX;

    @TempDir
    Path path;

    private Stranger stranger;
    private ModelFolder folder;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @BeforeEach
    void write() throws IOException {
        stranger = Stranger.in(path.resolve("model"));
        folder = stranger.folder();
    }

    private Path file(String name) {
        return stranger.file(name);
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
        stranger.shard();
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
        stranger.json(
                "model_index.json",
                Map.of(
                        "_class_name", "StableDiffusionPipeline",
                        "unet", List.of("diffusers", "UNet2DConditionModel"),
                        "safety_checker", Arrays.asList(null, null),
                        "vae", List.of("diffusers", "AutoencoderKL")));
        refused("The model is a StableDiffusionPipeline, of which these parts do not run here yet: ");
        refused("vae (AutoencoderKL)");
        refused("unet (UNet2DConditionModel)");
        stranger.json("model_index.json", Map.of("_class_name", "DanceDiffusionPipeline"));
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
            byte[] padded = Splinters.joined(
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
