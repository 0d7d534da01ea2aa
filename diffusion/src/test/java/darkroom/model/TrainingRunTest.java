package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.guide.Condition;
import darkroom.picture.PictureFile;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Threads;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that was stopped goes on as if it had not been. */
class TrainingRunTest {

    private static final Path STATE = Path.of("training", "state.safetensors");
    private static final Path WEIGHTS = Path.of("unet", "diffusion_pytorch_model.safetensors");

    @TempDir
    Path temporary;

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    private ModelFolder folder(String name) {
        return new ModelFolder(temporary.resolve(name));
    }

    private static void finish(TrainingRun run) throws IOException {
        while (!run.done()) {
            run.advance();
        }
    }

    private void train(String name) throws IOException {
        try (TrainingRun run = TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder(name))) {
            finish(run);
        }
    }

    @Test
    void resumedFromAnyCheckpointItEndsWithTheSameBytes() throws IOException {
        train("whole");
        byte[] whole = Files.readAllBytes(temporary.resolve("whole").resolve(WEIGHTS));
        for (int stop : new int[] {1, 5, 7, 11}) {
            ModelFolder folder = folder("stopped" + stop);
            try (TrainingRun run = TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder)) {
                advance(run, stop);
                if (stop % 5 != 0) {
                    run.save();
                }
            }
            try (TrainingRun run = TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder)) {
                assertEquals(stop, run.trainer().optimisation().updates());
                assertTrue(run.differences().isEmpty(), run.differences().toString());
                finish(run);
            }
            assertArrayEquals(whole, Files.readAllBytes(folder.path().resolve(WEIGHTS)), "stopped after " + stop);
        }
    }

    /** Where there are only so many drawings, it goes on with the same ones, in the order that they would have had. */
    @Test
    void resumedOnSoManyDrawingsItEndsWithTheSameBytes() throws IOException {
        Recipe few = Recipe.parse(Tiny.recipe().toJson().replace("\"size\" : 8", "\"size\" : 8, \"count\" : 7"));
        try (TrainingRun run = TrainingRun.begin(few, few.data().open(temporary), folder("whole"))) {
            finish(run);
        }
        try (TrainingRun run = TrainingRun.begin(few, few.data().open(temporary), folder("stopped"))) {
            advance(run, 7);
        }
        try (TrainingRun run = TrainingRun.resume(few, few.data().open(temporary), folder("stopped"))) {
            assertEquals(5, run.trainer().optimisation().updates());
            finish(run);
        }
        byte[] whole = Files.readAllBytes(temporary.resolve("whole").resolve(WEIGHTS));
        assertArrayEquals(whole, Files.readAllBytes(temporary.resolve("stopped").resolve(WEIGHTS)));
        train("endless");
        assertFalse(Arrays.equals(
                whole, Files.readAllBytes(temporary.resolve("endless").resolve(WEIGHTS))));
    }

    @Test
    void underAConstantLearningRateItMayBeMadeLongerAndEqualsTheLongOne() throws IOException {
        Recipe recipe = Recipe.parse(Tiny.recipe().toJson().replace("\"cosine\"", "\"constant\""));
        Recipe longer = recipe.with(recipe.training().withSteps(18));
        try (TrainingRun run = TrainingRun.begin(longer, Tiny.data(), folder("long"))) {
            finish(run);
        }
        try (TrainingRun run = TrainingRun.begin(recipe, Tiny.data(), folder("short"))) {
            finish(run);
        }
        try (TrainingRun run = TrainingRun.resume(longer, Tiny.data(), folder("short"))) {
            assertEquals(12, run.trainer().optimisation().updates());
            finish(run);
        }
        assertArrayEquals(
                Files.readAllBytes(temporary.resolve("long").resolve(WEIGHTS)),
                Files.readAllBytes(temporary.resolve("short").resolve(WEIGHTS)));
    }

    private static void advance(TrainingRun run, int updates) throws IOException {
        for (int i = 0; i < updates; i++) {
            run.advance();
        }
    }

    /** The rows of the log without their seconds, which differ from run to run. */
    private List<String> logged(String name) throws IOException {
        return Files.readAllLines(temporary.resolve(name).resolve("training/log.csv")).stream()
                .map(row -> row.substring(0, row.lastIndexOf(',')))
                .toList();
    }

    @Test
    void theLogHasEveryUpdateOnceWhateverWasKilled() throws IOException {
        train("whole");
        List<String> whole = logged("whole");
        assertEquals("update,loss,learning_rate", whole.get(0));
        assertEquals(13, whole.size());
        assertTrue(whole.get(12).startsWith("12,"), whole.get(12));
        for (int stop : new int[] {5, 7, 9}) {
            String name = "stopped" + stop;
            try (TrainingRun run = TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder(name))) {
                advance(run, stop);
            }
            Path log = temporary.resolve(name).resolve("training/log.csv");
            Files.writeString(log, "1", StandardOpenOption.APPEND); // killed in the middle of a row
            try (TrainingRun run = TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder(name))) {
                finish(run);
            }
            assertEquals(whole, logged(name));
        }
    }

    @Test
    void theSecondsOfTheLogGoOnWhereTheCheckpointWas() throws IOException {
        train("seconds");
        List<Double> seconds = Files.readAllLines(temporary.resolve("seconds/training/log.csv")).stream()
                .skip(1)
                .map(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)))
                .toList();
        assertEquals(seconds.stream().sorted().toList(), seconds);
        assertTrue(seconds.get(0) > 0, seconds.toString());
    }

    @Test
    void aFolderTakesOneTrainingAtATime() throws IOException {
        try (TrainingRun first = TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder("shared"))) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder("shared")))
                    .getMessage();
            assertTrue(message.contains("Another training is writing to"), message);
            advance(first, 5);
            message = assertThrows(
                            IllegalArgumentException.class,
                            () -> TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder("shared")))
                    .getMessage();
            assertTrue(message.contains("Another training is writing to"), message);
        }
        try (TrainingRun second = TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder("shared"))) {
            finish(second);
        }
    }

    @Test
    void fewerUpdatesThanWereMadeAreRefusedAndChangeNothing() throws IOException {
        Recipe recipe = Recipe.parse(Tiny.recipe().toJson().replace("\"cosine\"", "\"constant\""));
        try (TrainingRun run = TrainingRun.begin(recipe, Tiny.data(), folder("made"))) {
            finish(run);
        }
        byte[] written = Files.readAllBytes(temporary.resolve("made/recipe.json"));
        Recipe fewer = recipe.with(recipe.training().withSteps(11));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TrainingRun.resume(fewer, Tiny.data(), folder("made")))
                .getMessage();
        assertTrue(message.contains("has made 12 updates already") && message.contains("with 11 in all"), message);
        assertArrayEquals(written, Files.readAllBytes(temporary.resolve("made/recipe.json")));
        TrainingRun.resume(recipe, Tiny.data(), folder("made")).close();
    }

    @Test
    void sheetsOfSamplesChangeNothingInTheTrainingAndAreWhatTheModelDraws() throws IOException {
        train("plain");
        Recipe recipe = Tiny.recipe().with(Tiny.recipe().training().writing(5, 4));
        try (TrainingRun run = TrainingRun.begin(recipe, Tiny.data(), folder("drawn"))) {
            finish(run);
        }
        assertArrayEquals(
                Files.readAllBytes(temporary.resolve("plain").resolve(WEIGHTS)),
                Files.readAllBytes(temporary.resolve("drawn").resolve(WEIGHTS)));
        Path sheets = temporary.resolve("drawn/training/samples");
        for (String name : List.of("000004.png", "000008.png", "000012.png")) {
            assertEquals(4 * 64 + 3, PictureFile.read(sheets.resolve(name)).width(), name);
        }
        assertFalse(Arrays.equals(
                Files.readAllBytes(sheets.resolve("000004.png")), Files.readAllBytes(sheets.resolve("000012.png"))));
        int[] labels = IntStream.range(0, 16).map(i -> i % 10).toArray();
        try (Model model = folder("drawn").read();
                SamplingRun run = model.sampling(model.settings(), Condition.labels(labels))
                        .start(SeededNoise.of(recipe.training().seed()), 16, 1, 8, 8)) {
            run.finish(now -> {});
            assertEquals(new Sheet(model.codec(), 1, 8, 8).of(run), PictureFile.read(sheets.resolve("000012.png")));
        }
    }

    @Test
    void aClassifierHasNoSheetsAndIsRefusedBeforeAnythingIsWritten() {
        Recipe drawing = Recipe.parse("""
                {"name": "judge", "data": {"name": "patterns", "size": 8},
                 "network": {"_class_name": "Classifier", "in_channels": 1, "width": 8, "stages": 1, "classes": 10},
                 "training": {"steps": 2, "batch": 2, "learning_rate": 0.001, "samples_every": 1}}
                """);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingRun.begin(drawing, Tiny.data(), folder("refused")))
                .getMessage();
        assertTrue(message.contains("samples_every"), message);
        assertFalse(Files.exists(temporary.resolve("refused")), "nothing was written");
    }

    @Test
    void whatAKilledSaveLeftIsCleanedUpAtTheNextStart() throws Exception {
        train("killed");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path half = temporary.resolve("killed/training/.state.safetensors.1f." + dead.pid() + ".tmp");
        Path other = temporary.resolve("killed/unet/.config.json.1f." + dead.pid() + ".tmp");
        Files.writeString(half, "half");
        Files.writeString(other, "half");
        TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder("killed")).close();
        assertFalse(Files.exists(half) || Files.exists(other), "killed saves leave nothing");
    }

    @Test
    void mixedPrecisionLearnsNearlyTheSame() throws IOException {
        Recipe recipe = Recipe.parse(Tiny.recipe().toJson().replace("\"fp32\"", "\"bf16\""));
        try (TrainingRun whole = TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder("fp32"));
                TrainingRun mixed = TrainingRun.begin(recipe, Tiny.data(), folder("bf16"))) {
            boolean differ = false;
            while (!whole.done()) {
                double exact = whole.advance().loss(), near = mixed.advance().loss();
                assertEquals(exact, near, 0.02 * exact);
                differ |= exact != near;
            }
            assertTrue(differ, "bf16 rounds");
        }
    }

    @Test
    void theSeedDecides() throws IOException {
        train("one");
        train("again");
        assertArrayEquals(
                Files.readAllBytes(temporary.resolve("one").resolve(WEIGHTS)),
                Files.readAllBytes(temporary.resolve("again").resolve(WEIGHTS)));
        Recipe other = Tiny.recipe().with(Tiny.recipe().training().withSeed(4));
        try (TrainingRun run = TrainingRun.begin(other, Tiny.data(), folder("other"))) {
            finish(run);
        }
        assertFalse(Arrays.equals(
                Files.readAllBytes(temporary.resolve("one").resolve(WEIGHTS)),
                Files.readAllBytes(temporary.resolve("other").resolve(WEIGHTS))));
    }

    @Test
    void whatDoesNotFitTheCheckpointIsRefused() throws IOException {
        train("done");
        Recipe recipe = Tiny.recipe();
        refused("its training differs", recipe.with(recipe.training().withSeed(9)));
        refused("learning rate follows the total", recipe.with(recipe.training().withSteps(20)));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TrainingRun.begin(recipe, Tiny.data(), folder("done")))
                .getMessage();
        assertTrue(message.contains("resume"), message);
        message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingRun.resume(recipe, Tiny.data(), folder("nothing")))
                .getMessage();
        assertTrue(message.contains("no training to resume"), message);
    }

    private void refused(String reason, Recipe recipe) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> TrainingRun.resume(recipe, Tiny.data(), folder("done")))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void aBrokenCheckpointIsRefusedAndLeftAsItIs() throws IOException {
        train("broken");
        Path state = temporary.resolve("broken").resolve(STATE);
        byte[] whole = Files.readAllBytes(state);
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        Files.write(state, cut);
        assertThrows(
                IllegalArgumentException.class, () -> TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder("broken")));
        assertArrayEquals(cut, Files.readAllBytes(state));
        Files.copy(temporary.resolve("broken").resolve(WEIGHTS), state, StandardCopyOption.REPLACE_EXISTING);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder("broken")))
                .getMessage();
        assertTrue(message.contains("not a checkpoint"), message);
    }

    @Test
    void otherThreadsAreNoticed() throws IOException {
        train("threads");
        Threads.use(2);
        try (TrainingRun run = TrainingRun.resume(Tiny.recipe(), Tiny.data(), folder("threads"))) {
            assertTrue(
                    run.differences().toString().contains("1 threads"),
                    run.differences().toString());
        } finally {
            Threads.use(1);
        }
    }
}
