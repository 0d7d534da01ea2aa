package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.engine.Engine;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred readers at once; {@code benchmarks/readers} does the same with the model that ships. */
class LoadTest {

    private static final int READERS = 100;
    private static final int STEPS = 10;
    private static final int EVERY_LEAVES = 4;

    /** Seconds within which 95 of 100 requests for the slider's data are answered, on a machine of two cores. */
    private static final double AT_ONCE = 1;

    /** On a machine that is busy with other things as well: by how much they may be slower than a small file. */
    private static final double TIMES = 3;

    @TempDir
    private Path models;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        TestModels.writeModel(models);
        server = new Server(models).ready();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aHundredReadersAreServedAndNoSliderWaitsForTheModel() throws Exception {
        Crowd crowd = new Crowd(server.lesson.url(), STEPS, EVERY_LEAVES);
        crowd.come(READERS);
        assertEquals(List.of(), List.copyOf(crowd.troubles));
        assertEquals(READERS - READERS / EVERY_LEAVES, crowd.wholeRuns.size());
        double slider = Crowd.quantile(crowd.sliders, 0.95);
        double file = Crowd.quantile(crowd.files, 0.95);
        assertTrue(slider < Math.max(AT_ONCE, TIMES * file), "the slider took " + slider + " s, a file " + file);
        assertEquals(0, runsAfter(0));
    }

    @Test
    void aRunEndsSoonAfterItsPageHasGoneEvenInLine() throws Exception {
        List<InputStream> pages = new ArrayList<>();
        for (int i = 0; i < Engine.EACH + 1; i++) {
            pages.add(open("reader-who-stays").body());
        }
        open("reader-who-stays").body().close();
        open("reader-who-leaves").body().close();
        assertEquals(Engine.EACH + 1, runsAfter(Engine.EACH + 1));
        for (InputStream page : pages) {
            page.close();
        }
        assertEquals(0, runsAfter(0));
    }

    private HttpResponse<InputStream> open(String reader) throws Exception {
        HttpResponse<InputStream> answer = server.client.send(
                server.request("api/run?maker=learned&steps=1000")
                        .header("X-Reader", reader)
                        .build(),
                BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        assertEquals('{', answer.body().read());
        return answer;
    }

    /** How many runs there are within five seconds, or as soon as there are as many as wanted: a reader is missed at the second breath. */
    private int runsAfter(int wanted) throws InterruptedException {
        for (int i = 0; i < 100 && server.lesson.runs() != wanted; i++) {
            Thread.sleep(50);
        }
        return server.lesson.runs();
    }
}
