package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.guide.Condition;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A model's folder is trusted in nothing, and a sampled model is the same on every way. */
class ModelFolderTest {

    @TempDir
    Path path;

    private ModelFolder folder;
    private Path weights;

    @BeforeEach
    void train() throws IOException {
        Threads.use(1);
        folder = new ModelFolder(path.resolve("tiny"));
        weights = folder.path().resolve("unet/diffusion_pytorch_model.safetensors");
        try (TrainingRun run = TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder)) {
            while (!run.done()) {
                run.advance();
            }
        }
    }

    private static float[] sample(Model model, int threads, long... seeds) {
        return sample(model.settings(), model, threads, seeds);
    }

    private static float[] sample(SamplingSettings settings, Model model, int threads, long... seeds) {
        Threads.use(threads);
        try (SamplingRun run =
                model.sampling(settings, Condition.labels(2)).start(SeededNoise.each(seeds), seeds.length, 1, 8, 8)) {
            run.finish(now -> {});
            return Tensors.floats(run.x());
        } finally {
            Threads.use(1);
        }
    }

    @Test
    void samplesAreEqualToTheBitForRepeatsAndThreadsAndNearlySoInOtherBatches() throws IOException {
        try (Model model = folder.read()) {
            float[] three = sample(model, 1, 11, 12, 13);
            assertArrayEquals(three, sample(model, 1, 11, 12, 13));
            assertArrayEquals(three, sample(model, 2, 11, 12, 13));
            float[] alone = sample(model, 1, 12);
            for (int i = 0; i < 64; i++) {
                assertEquals(three[64 + i], alone[i], 1e-5);
            }
        }
    }

    @Test
    void halfPrecisionIsNearAndLeavesTheModelAsItWas() throws IOException {
        try (Model model = folder.read()) {
            float[] exact = sample(model, 1, 4);
            try (Model half = model.bfloat16()) {
                float[] rough = sample(half, 1, 4);
                double difference = 0;
                for (int i = 0; i < exact.length; i++) {
                    difference += Math.abs(exact[i] - rough[i]) / exact.length;
                }
                assertTrue(difference > 0 && difference < 0.05, "mean difference " + difference);
            }
            assertArrayEquals(exact, sample(model, 1, 4));
        }
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        for (String file : new String[] {"labels.json", "unet/config.json"}) {
            Path there = folder.path().resolve(file), away = path.resolve("away");
            Files.move(there, away);
            refused(Path.of(file).getFileName().toString());
            Files.move(away, there);
        }
        Files.delete(weights);
        refused("weights");
    }

    private void forget(String file) throws IOException {
        Files.delete(folder.path().resolve(file));
    }

    @Test
    void aModelWithoutARecipeIsReadFromWhatDiffusersWouldRead() throws IOException {
        try (Model known = folder.read()) {
            forget("recipe.json");
            assertTrue(folder.exists());
            try (Model found = folder.read()) {
                assertEquals("tiny", found.name());
                assertTrue(found.recipe().isEmpty() && known.recipe().isPresent());
                assertEquals(known.labels(), found.labels());
                assertEquals(SamplingSettings.ofSteps(50), found.settings());
                assertArrayEquals(sample(known.settings(), known, 1, 5), sample(known.settings(), found, 1, 5), 1e-5f);
            }
        }
        refusal("no recipe.json", () -> folder.recipe());
        forget("scheduler/scheduler_config.json");
        refused("scheduler_config.json");
    }

    @Test
    void aNetworkAloneIsSampledAsDiffusersSamplesUnlessTold() throws IOException {
        ModelFolder alone = new ModelFolder(folder.path().resolve("unet"));
        assertTrue(alone.exists() && !alone.hasRecipe() && alone.isBare() && !folder.isBare());
        try (Model found = alone.read()) {
            assertEquals(11, found.labels().size());
            assertEquals(SchedulerClasses.of("DDPM", Map.of()), found.scheduler());
            assertEquals(1000, found.scheduler().usualSteps());
        }
        assertFalse(new ModelFolder(path).exists());
        refusal("is not a model's folder", () -> new ModelFolder(path).read().close());
        refusal(
                "There is no folder",
                () -> new ModelFolder(path.resolve("none")).read().close());
        refusal("is a file, not a folder", () -> new ModelFolder(weights).read().close());
    }

    @Test
    void pickledWeightsAreNotRead() throws IOException {
        Files.move(weights, weights.resolveSibling("diffusion_pytorch_model.bin"));
        refused(".bin file is not read");
    }

    @Test
    void configurationsThatLieAreRefused() throws IOException {
        config("\"block_out_channels\" : [ 8, 16 ]", "\"block_out_channels\" : [ 8, 24 ]", "shape");
        config("\"block_out_channels\" : [ 8, 16 ]", "\"block_out_channels\" : [ 8, 8192 ]", "shape");
        config("\"layers_per_block\" : 1", "\"layers_per_block\" : 2", "lack");
        config("\"layers_per_block\" : 1", "\"layers_per_block\" : 2000000", "from 1 to 16, not 2000000");
        config("\"layers_per_block\" : 1", "\"layers_per_block\" : \"many\"", "many");
        config("\"norm_num_groups\" : 4", "\"norm_num_groups\" : 3", "norm_num_groups");
        config("\"act_fn\" : \"silu\"", "\"act_fn\" : \"tanh\"", "tanh");
        config("\"in_channels\" : 1", "\"surprise\" : 1, \"in_channels\" : 1", "surprise");
        config("\"num_class_embeds\" : 11", "\"num_class_embeds\" : 12", "labels");
        config("{", "", "JSON");
    }

    private void config(String was, String is, String reason) throws IOException {
        Path file = folder.path().resolve("unet/config.json");
        String whole = Files.readString(file);
        assertTrue(whole.contains(was), whole);
        Files.writeString(file, whole.replaceFirst(java.util.regex.Pattern.quote(was), is));
        refused(reason);
        Files.writeString(file, whole);
    }

    @Test
    void oversizedTextIsRefusedUnread() throws IOException {
        Files.writeString(folder.path().resolve("labels.json"), "[" + " ".repeat(2 << 20) + "]");
        refused("larger than a megabyte");
    }

    @Test
    void whatIsNoWeightsFileIsRecognised() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        Files.writeString(weights, "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n");
        refused("git lfs pull");
        Files.writeString(weights, "<!DOCTYPE html><html><body>Not found</body></html>");
        refused("web page");
        Files.write(weights, new byte[0]);
        refused("it is empty");
        Files.write(weights, new byte[100]);
        refused("zeros");
        Files.delete(weights);
        Files.createDirectory(weights);
        refused("is a folder, not a file");
        Files.delete(weights);
        Files.write(weights, whole);
        folder.read().close();
    }

    @Test
    void labelsThatAreNoneAreRefused() throws IOException {
        Path labels = folder.path().resolve("labels.json");
        for (String json : new String[] {"{}", "[1]", "null", "[\"a\"] x"}) {
            Files.writeString(labels, json);
            refused(labels + ", line 1: ");
        }
    }

    @Test
    void weightsThatLieAreRefused() throws IOException {
        rewrite(tensors -> tensors.put("extra.weight", Tensors.of(new float[] {1}, 1)), "extra.weight");
        rewrite(tensors -> tensors.put("conv_in.bias", Tensors.of(new long[8], 8)), "conv_in.bias holds whole numbers");
        rewrite(tensors -> tensors.remove("conv_in.weight"), "conv_in.weight");
        rewrite(tensors -> tensors.put("conv_in.bias", Tensors.of(new float[] {1}, 1)), "conv_in.bias");
        rewrite(
                tensors -> tensors.put("conv_in.bias", Tensors.of(new float[] {1, 1, 1, Float.NaN, 1, 1, 1, 1}, 8)),
                "not finite");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(whole, whole.length - 1));
        refused("not a sound safetensors file");
    }

    private void rewrite(Consumer<Map<String, Tensor>> change, String reason) throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        Scope.run(() -> {
            try {
                Map<String, Tensor> tensors =
                        new LinkedHashMap<>(SafeTensors.read(weights).tensors());
                change.accept(tensors);
                SafeTensors.write(weights, tensors, Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        refused(reason);
        Files.write(weights, whole);
    }

    @Test
    void aChannelTooManyIsNamed() throws IOException {
        config("\"out_channels\" : 1", "\"out_channels\" : 6", "line 5: out_channels must be 1");
    }

    private void refused(String reason) {
        refusal(reason, () -> folder.read().close());
    }

    private static void refusal(String reason, Executable reading) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, reading).getMessage());
        assertTrue(message.contains(reason), message);
    }
}
