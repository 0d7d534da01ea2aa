package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.reference.Reference;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints by their original names become the folders that diffusers makes of them. */
class SingleFileTest {

    private static final Map<String, String> FILES = Map.of(
            "unet", "diffusion_pytorch_model.safetensors",
            "vae", "diffusion_pytorch_model.safetensors",
            "text_encoder", "model.safetensors",
            "text_encoder_2", "model.safetensors");

    @TempDir
    private Path place;

    /** Weights as the script that made the reference fills them. */
    private static Tensor filled(String name, JsonNode shape) {
        long[] sizes = Reference.longs(shape);
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((crc.getValue() % 1009 + i) % 1013 / 1013.0);
        }
        return Tensors.of(values, sizes);
    }

    private static double digest(Tensor weights) {
        float[] values = Tensors.floats(weights.contiguous());
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * (1.0 + i % 7);
        }
        return sum;
    }

    private Path checkpoint(JsonNode generation, Consumer<Map<String, Tensor>> changed) {
        Path file = place.resolve("checkpoint.safetensors");
        Scope.run(() -> {
            Map<String, Tensor> weights = new HashMap<>();
            generation.path("original").properties().forEach(one -> {
                if (!one.getValue().isEmpty()) {
                    weights.put(one.getKey(), filled(one.getKey(), one.getValue()));
                }
            });
            changed.accept(weights);
            try {
                SafeTensors.write(file, weights, Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return file;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @ParameterizedTest
    @CsvSource({
        "one, StableDiffusionInpaintPipeline, PNDMScheduler, 9",
        "two, StableDiffusionPipeline, DDIMScheduler, 4",
        "xl, StableDiffusionXLPipeline, EulerDiscreteScheduler, 4"
    })
    void weightsHaveTheNamesAndValuesThatDiffusersGivesThem(
            String name, String pipeline, String scheduler, int channels) throws Exception {
        JsonNode generation = Reference.read("import.json").get(name);
        Path folder = place.resolve("folder");
        assertEquals(pipeline, SingleFile.toFolder(checkpoint(generation, weights -> {}), folder, "v_prediction"));
        for (Map.Entry<String, JsonNode> part : generation.path("converted").properties()) {
            Path file = folder.resolve(part.getKey()).resolve(FILES.get(part.getKey()));
            Scope.run(() -> compare(part.getValue(), file));
        }
        assertEquals(
                pipeline,
                json(folder.resolve("model_index.json")).path("_class_name").asText());
        JsonNode written = json(folder.resolve("scheduler/scheduler_config.json"));
        assertEquals(scheduler, written.path("_class_name").asText());
        assertEquals("v_prediction", written.path("prediction_type").asText());
        try (TextToImage model = TextToImage.read(folder)) {
            assertArrayEquals(new long[] {4, 16, 16}, model.sampleShape(32, 32));
            assertEquals(channels == 9, model.repaints());
            long[] ids = model.prompts().tokens(List.of("a cat")).get(0).ids();
            assertEquals(77, ids.length);
            long padding = name.equals("two") ? 0 : 49407;
            assertArrayEquals(new long[] {49406, 320, 2368, 49407, padding}, Arrays.copyOf(ids, 5));
        }
    }

    private static void compare(JsonNode reference, Path file) {
        try {
            Map<String, Tensor> weights = SafeTensors.read(file).tensors();
            TreeSet<String> names = new TreeSet<>();
            reference.fieldNames().forEachRemaining(names::add);
            assertEquals(names, new TreeSet<>(weights.keySet()));
            weights.forEach((name, value) -> {
                assertArrayEquals(Reference.longs(reference.get(name).get(0)), Tensors.sizes(value), name);
                double expected = reference.get(name).get(1).asDouble();
                assertEquals(expected, digest(value), 1e-6 * Math.abs(expected), name);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNoCheckpointIsRefusedAndWritesNothing() throws Exception {
        JsonNode generation = Reference.read("import.json").get("two");
        Path folder = place.resolve("folder");
        assertRefused(
                "none of their text encoders",
                generation,
                folder,
                weights -> weights.keySet().removeIf(name -> name.startsWith("cond_stage_model.")));
        assertRefused(
                "no weight begins with model.diffusion_model.",
                generation,
                folder,
                weights -> weights.keySet().removeIf(name -> name.startsWith("model.")));
        assertRefused(
                "no weight begins with first_stage_model.",
                generation,
                folder,
                weights -> weights.keySet().removeIf(name -> name.startsWith("first_stage_model.")));
        assertRefused(
                "conv1.weight",
                generation,
                folder,
                weights -> weights.remove("model.diffusion_model.middle_block.0.in_layers.2.weight"));
        assertRefused(
                "not the 49408",
                generation,
                folder,
                weights -> weights.computeIfPresent(
                        "cond_stage_model.model.token_embedding.weight",
                        (name, value) -> value.narrow(0, 0, 600).contiguous()));
        assertFalse(Files.exists(folder));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("model_index.json"), "{}");
        assertRefused("holds a model already", generation, folder, weights -> {});
    }

    private void assertRefused(
            String because, JsonNode generation, Path folder, Consumer<Map<String, Tensor>> changed) {
        Path file = checkpoint(generation, changed);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> SingleFile.toFolder(file, folder, "epsilon"))
                .getMessage();
        assertTrue(message.contains(because), message);
    }
}
