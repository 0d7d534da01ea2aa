package darkroom.lesson.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.Noised;
import darkroom.data.Patterns;
import darkroom.lesson.Server;
import darkroom.model.ModelFolder;
import darkroom.model.PictureClassifier;
import darkroom.model.Recognition;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The judge of patterns that ships: what the lesson's findings about recognition hang on. */
class JudgeTest {

    private static final Path MODELS = Path.of("../models");

    @Test
    void pureNoiseIsNoKindOfPattern() throws IOException {
        Threads.use(1);
        int[] taken = new int[Pictures.LABELS.size() + 1];
        try (PictureClassifier judge = new ModelFolder(MODELS.resolve(Studio.CLASSIFIER)).readClassifier();
                SeededNoise noises = SeededNoise.of(1)) {
            assertEquals(Noised.labels(Pictures.LABELS), judge.labels());
            Scope.run(() -> IntStream.of(judge.classify(noises.next(100, 1, Pictures.SIZE, Pictures.SIZE)))
                    .forEach(label -> taken[label]++));
            assertTrue(taken[Pictures.LABELS.size()] >= 95, "taken for noise: " + taken[Pictures.LABELS.size()]);
            assertTrue(Recognition.ofData(judge, new Patterns(Pictures.SIZE), 1000, 3)
                            .share()
                    >= 0.999);
        }
    }

    @Test
    void everyPatternIsLostSomewhereAndNotAlwaysInTheSamePlace() throws Exception {
        try (Server server = new Server(MODELS).ready()) {
            int gradient = lost(server, "gradient"), checkerboard = lost(server, "checkerboard");
            int circle = lost(server, "circle");
            assertTrue(gradient > 700 && gradient < 875, "gradient lost at " + gradient);
            assertTrue(checkerboard > 700 && checkerboard < 875, "checkerboard lost at " + checkerboard);
            assertTrue(circle >= 875 && circle < 950, "circle lost at " + circle);
        }
    }

    private static int lost(Server server, String pattern) throws Exception {
        List<JsonNode> records = server.records("api/half?pattern=" + pattern + "&picture=1&noise=1");
        JsonNode t = records.get(records.size() - 1).path("t");
        assertTrue(t.isInt(), pattern + " is never lost");
        return t.asInt();
    }
}
