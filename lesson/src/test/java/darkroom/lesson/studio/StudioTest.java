package darkroom.lesson.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.TestModels;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.web.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StudioTest {

    @TempDir
    Path models;

    @Test
    void whoComesBeforeTheModelsAreLoadedGetsThemInstead() throws IOException {
        TestModels.writeModel(models);
        CountDownLatch gate = new CountDownLatch(1);
        Engine engine = busy(gate);
        Studio studio = new Studio(engine, models, 1);
        CompletableFuture<String> told = CompletableFuture.supplyAsync(
                () -> studio.describe().path("learned").path("name").asText());
        CompletableFuture<Integer> kinds =
                CompletableFuture.supplyAsync(() -> studio.learned().labels().size());
        assertThrows(TimeoutException.class, () -> told.get(200, TimeUnit.MILLISECONDS));
        gate.countDown();
        assertTrue(told.join().length() > 0);
        assertEquals(Pictures.LABELS.size(), kinds.join());
        engine.close();
    }

    @Test
    void nobodyWaitsForModelsThatWillNotCome() {
        CountDownLatch gate = new CountDownLatch(1);
        Engine engine = busy(gate);
        Studio studio = new Studio(engine, models, 1);
        CompletableFuture<Integer> kinds =
                CompletableFuture.supplyAsync(() -> studio.learned().labels().size());
        gate.countDown();
        engine.close();
        assertTrue(assertThrows(CompletionException.class, kinds::join).getCause() instanceof Unavailable);
    }

    /** An engine with something to do until a gate opens. */
    private static Engine busy(CountDownLatch gate) {
        Engine engine = new Engine();
        engine.later(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return engine;
    }
}
