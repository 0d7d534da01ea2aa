package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.torch.Threads;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
                for (int i = 0; i < stop; i++) {
                    run.advance();
                }
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
        assertFalse(java.util.Arrays.equals(
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
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
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
