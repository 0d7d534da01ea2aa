package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.DataSet;
import darkroom.data.Patterns;
import darkroom.data.Scenes;
import darkroom.guide.Condition;
import darkroom.guide.Vocabulary;
import darkroom.network.Parameters;
import darkroom.objective.LossWeight;
import darkroom.objective.PredictionType;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.text.TextEncoder;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import darkroom.train.Draw;
import darkroom.train.FineTuningTask;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going on with a folder of Stable Diffusion's form that another library wrote: its U-Net, or a LoRA for it. */
class FineTuningTest {

    private static final Path MODEL =
            Path.of("src/test/resources/reference/text/pipeline").toAbsolutePath();
    private static final DataSet DATA = new Scenes(32);
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors",
            TEXT = "text_encoder/model.safetensors";

    @TempDir
    Path folder;

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    private Recipe recipe(String more, int steps) throws IOException {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, String.format(Locale.ROOT, """
                {"name": "further", "data": {"name": "scenes", "size": 32},
                 "fine_tuning": {"model": "%s"%s},
                 "training": {"steps": %d, "batch": 4, "learning_rate": 0.01, "checkpoint_every": 1000, "drop_label": 0.2,
                   "ema": {"decay": 0.0, "inv_gamma": 1, "power": 0.75, "update_after_step": 0}, "seed": 3}}""", MODEL, more, steps));
        return RecipeFile.read(file);
    }

    private ModelFolder train(String name, Recipe recipe, int updates, boolean resume) throws IOException {
        ModelFolder to = new ModelFolder(folder.resolve(name));
        try (TrainingRun run = resume ? TrainingRun.resume(recipe, DATA, to) : TrainingRun.begin(recipe, DATA, to)) {
            for (int i = 0; i < updates; i++) {
                run.advance();
            }
            run.save();
        }
        return to;
    }

    /** The U-Net's output for a text at a level, [1, 4, 16, 16]. */
    private static float[] output(TextToImage model) {
        return Scope.call(
                () -> {
                    new NoGradGuard();
                    Condition.Encoded text = model.prompts().encode(List.of("a small red ring"), 32, 32);
                    var plan = model.scheduler().plan(2);
                    return Tensors.floats(
                            model.sampling(plan, text, model.prompts().nothing(32, 32), 1)
                                    .denoiser()
                                    .output(
                                            SeededNoise.first(3, 1, 4, 16, 16),
                                            plan.grid().start(),
                                            text));
                },
                kept -> Stream.empty());
    }

    private static float[] output(Path folder) throws IOException {
        try (TextToImage model = TextToImage.read(folder)) {
            return output(model);
        }
    }

    /** Before its first update the folder draws what the model drew, and after some it does not; all but the U-Net is copied. */
    @Test
    void aWholeModelBeginsAsWhatItWas() throws IOException {
        Recipe recipe = recipe("", 3);
        float[] before = output(MODEL);
        assertArrayEquals(before, output(train("begun", recipe, 0, false).path()));
        ModelFolder taught = train("taught", recipe, 3, false);
        assertFalse(Arrays.equals(before, output(taught.path())));
        for (String file : Set.of("model_index.json", "text_encoder/model.safetensors", "tokenizer/tokenizer.json")) {
            assertArrayEquals(
                    Files.readAllBytes(MODEL.resolve(file)),
                    Files.readAllBytes(taught.path().resolve(file)),
                    file);
        }
        assertEquals(recipe.fineTuning(), taught.recipe().fineTuning());
    }

    /** The text encoder learns with the U-Net, from what both were, and a training that stopped goes on with both. */
    @Test
    void theTextEncoderCanLearnToo() throws IOException {
        Recipe recipe = recipe(", \"text_encoder\": true, \"shift\": 3", 4);
        ModelFolder begun = train("words", recipe, 0, false);
        for (String file : new String[] {UNET, TEXT}) {
            assertArrayEquals(numbers(MODEL.resolve(file)), numbers(begun.path().resolve(file)), file);
        }
        assertArrayEquals(output(MODEL), output(begun.path()));
        ModelFolder whole = train("whole", recipe, 4, false);
        ModelFolder stopped = train("stopped", recipe, 2, false);
        train("stopped", recipe, 2, true);
        for (String file : new String[] {UNET, TEXT}) {
            byte[] taught = Files.readAllBytes(whole.path().resolve(file));
            assertArrayEquals(taught, Files.readAllBytes(stopped.path().resolve(file)), file);
            assertFalse(
                    Arrays.equals(
                            numbers(MODEL.resolve(file)), numbers(whole.path().resolve(file))),
                    file + " learned nothing");
        }
        assertEquals(recipe.fineTuning(), whole.recipe().fineTuning());
    }

    /** All numbers of a file, tensor by tensor in the order of their published names. */
    private static float[] numbers(Path file) throws IOException {
        Map<String, Tensor> tensors =
                new TreeMap<>(TextEncoder.published(SafeTensors.read(file).tensors()));
        return Scope.call(
                () -> Tensors.floats(Tensors.concatenated(
                        0,
                        tensors.values().stream()
                                .map(tensor -> tensor.flatten().to(torch.ScalarType.Float))
                                .toArray(Tensor[]::new))),
                kept -> Stream.empty());
    }

    /** What was trained beside the weights is the same when it is added to them; and without it the model is what it was. */
    @Test
    void aLoraThatIsAddedToTheModelIsTheOneThatWasTrained() throws IOException {
        Recipe recipe = recipe(", \"rank\": 3", 4);
        ModelFolder taught = train("lora", recipe, 4, false);
        Set<String> names =
                SafeTensors.read(taught.path().resolve(Lora.FILE)).tensors().keySet();
        assertTrue(
                names.stream()
                        .allMatch(
                                name -> name.matches("unet\\..*\\.attn[12]\\.to_(q|k|v|out\\.0)\\.lora_[AB]\\.weight")),
                names.toString());
        try (TextToImage model = TextToImage.read(MODEL);
                Lora lora = Lora.read(taught.path())) {
            float[] before = output(model);
            model.add(lora, 1);
            float[] added = output(model);
            assertTrue(difference(before, added) > 1e-3, "it changes nothing");
            assertEquals(0, difference(beside(recipe, taught), added), 2e-5);
            model.add(lora, -1);
            assertEquals(0, difference(before, output(model)), 1e-5);
        }
    }

    /** The same output by the weights as they are and the additions beside them. */
    private float[] beside(Recipe recipe, ModelFolder taught) throws IOException {
        ModelFolder other = new ModelFolder(folder.resolve("beside"));
        try (FineTuningCraft craft =
                FineTuningCraft.of(recipe, Objects.requireNonNull(recipe.fineTuning()), DATA, other)) {
            FineTuningTask task = (FineTuningTask) craft.task();
            Map<String, Tensor> trained =
                    SafeTensors.read(taught.path().resolve(Lora.FILE)).tensors().entrySet().stream()
                            .collect(Collectors.toMap(
                                    one -> one.getKey().substring("unet.".length()), Map.Entry::getValue));
            try (Weights weights = Weights.copyOf(Parameters.of(task.network()), trained);
                    TorchOperations learning = new TorchOperations(weights);
                    TextToImage model = TextToImage.read(MODEL)) {
                return Scope.call(
                        () -> {
                            new NoGradGuard();
                            Condition.Encoded text = model.prompts().encode(List.of("a small red ring"), 32, 32);
                            var plan = model.scheduler().plan(2);
                            var start = plan.grid().start();
                            var seen = new NetworkDenoiser(
                                    (x, timesteps, told) -> task.denoiser()
                                            .forward(task.learning().operations(learning), x, timesteps, told),
                                    plan.objective(),
                                    new Vocabulary(0, text));
                            return Tensors.floats(seen.output(SeededNoise.first(3, 1, 4, 16, 16), start, text));
                        },
                        kept -> Stream.empty());
            }
        }
    }

    private static double difference(float[] one, float[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }

    /** On few pictures the error of the same draw falls, by either way. */
    @Test
    void itLearns() throws IOException {
        for (String way : new String[] {"", ", \"rank\": 8"}) {
            Recipe recipe = recipe(way + ", \"pictures\": 4", 60);
            ModelFolder to = new ModelFolder(folder.resolve("learns" + way.length()));
            try (TrainingRun run = TrainingRun.begin(recipe, DATA, to)) {
                double before = loss(run);
                while (!run.done()) {
                    run.advance();
                }
                double after = loss(run);
                assertTrue(after < 0.9 * before, way + ": " + before + " became " + after);
            }
        }
    }

    /** The mean error of several draws. */
    private static double loss(TrainingRun run) {
        FineTuningTask task = (FineTuningTask) run.trainer().task();
        double[] sum = new double[1];
        try (TorchOperations on =
                new TorchOperations(run.trainer().optimisation().weights())) {
            Scope.run(() -> {
                new NoGradGuard();
                for (int i = 100; i < 110; i++) {
                    Draw drawn = task.draw(3, i, 4);
                    sum[0] += task.loss(on, drawn).item_double();
                }
            });
        }
        return sum[0] / 10;
    }

    @Test
    void aTrainingThatStoppedGoesOnAsIfItHadNot() throws IOException {
        for (String way : new String[] {"", ", \"rank\": 2"}) {
            Recipe recipe = recipe(way, 4);
            ModelFolder whole = train("whole" + way.length(), recipe, 4, false);
            train("stopped" + way.length(), recipe, 2, false);
            ModelFolder stopped = train("stopped" + way.length(), recipe, 2, true);
            String file = way.isEmpty() ? UNET : Lora.FILE;
            assertArrayEquals(
                    Files.readAllBytes(whole.path().resolve(file)),
                    Files.readAllBytes(stopped.path().resolve(file)));
        }
    }

    /** By the plain error, whatever a network's output means. */
    @Test
    void thePlainErrorOfAnOutputIsTheOneOfItsType() {
        DiscreteSchedule schedule = Schedules.discrete("linear", 1000);
        for (int t : new int[] {1, 300, 1000}) {
            NoiseLevel level = schedule.level(t);
            assertEquals(1, LossWeight.plain(PredictionType.EPSILON).ofX0(level) / LossWeight.SNR.ofX0(level), 1e-9);
            assertEquals(1, LossWeight.plain(PredictionType.V).ofX0(level) / LossWeight.SNR_PLUS_ONE.ofX0(level), 1e-9);
            assertEquals(1, LossWeight.plain(PredictionType.X0).ofX0(level), 1e-9);
            assertEquals(1, LossWeight.plain(PredictionType.EPSILON).ofOutput(level, PredictionType.EPSILON), 1e-9);
        }
    }

    @Test
    void whatCannotBeTaughtIsRefused() throws IOException {
        Recipe recipe = recipe(", \"rank\": 2", 4);
        refused(recipe, new Patterns(32), "draws pictures of 3 channels");
        refused(recipe, new Scenes(33), "multiples of 4 pixels");
        String both = assertThrows(
                        IllegalArgumentException.class, () -> recipe(", \"rank\": 2, \"text_encoder\": true", 4))
                .getMessage();
        assertTrue(both.contains("text_encoder must be false or left out with rank"), both);
        ModelFolder lora = train("alone", recipe, 1, false);
        String message =
                assertThrows(IllegalArgumentException.class, lora::read).getMessage();
        assertTrue(message.contains("give it to a model by --lora"), message);
        Path missing = folder.resolve("missing.json");
        Files.writeString(
                missing, Files.readString(folder.resolve("recipe.json")).replace(MODEL.toString(), "nowhere"));
        message = assertThrows(IllegalArgumentException.class, () -> RecipeFile.read(missing))
                .getMessage();
        assertTrue(message.contains("nowhere"), message);
    }

    private void refused(Recipe recipe, DataSet data, String reason) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingRun.begin(recipe, data, new ModelFolder(folder.resolve("refused"))))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
