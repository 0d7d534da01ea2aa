package darkroom.lesson.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Pictures;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A region of a picture, painted anew; the model of this test knows nothing, but what is known must stay. */
class RepaintTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeClassifier);

    /** The bits of a region: all rows from one on. */
    private static String below(int row) {
        byte[] bits = new byte[Pictures.PIXELS / 8];
        for (int i = row * Pictures.SIZE / 8; i < bits.length; i++) {
            bits[i] = (byte) 0xff;
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    private static List<JsonNode> painted(String query) throws Exception {
        return server.records("api/repaint?pattern=circle&picture=3&region=" + below(16) + query);
    }

    private static float[] picture(JsonNode step, int i) {
        return Server.pixels(step.path("x").path(i));
    }

    @Test
    void whatIsNotMarkedStaysAndTheRestIsNewEachTime() throws Exception {
        float[] known = Pictures.of("circle", 3);
        List<JsonNode> records = painted("&seed=5"), others = painted("&seed=6");
        JsonNode last = records.get(records.size() - 2), end = records.get(records.size() - 1);
        assertEquals(RepaintRun.TIMES, last.path("x").size());
        for (int i = 0; i < RepaintRun.TIMES; i++) {
            float[] pixels = picture(last, i);
            for (int pixel = 0; pixel < Pictures.PIXELS / 2; pixel++) {
                assertEquals(known[pixel], pixels[pixel], 1e-3, "pixel " + pixel + " of " + i);
            }
            assertNotEquals(
                    last.path("x").path((i + 1) % RepaintRun.TIMES),
                    last.path("x").path(i));
        }
        assertNotEquals(
                last.path("x").path(0), others.get(others.size() - 2).path("x").path(0));
        assertEquals(last, painted("&seed=5").get(records.size() - 2), "the same seed, the same pictures");
        long seen = StreamSupport.stream(end.path("seen").spliterator(), false)
                .filter(kind -> kind.asText().equals("circle"))
                .count();
        assertEquals(seen, end.path("recognised").asInt());
        assertTrue(end.path("apart").asDouble() > 0.01 && end.path("real").asDouble() > 0.01, end.toString());
    }

    @Test
    void theGuessIsSettledAndWhatIsNoRegionIsRefused() throws Exception {
        String guess = "{\"id\": \"repaint\", \"guess\": 0, \"pattern\": \"circle\", \"picture\": 3, \"region\": \""
                + below(16) + "\"}";
        String ticket = Server.parsed(server.post("api/guess", guess).body())
                .path("ticket")
                .asText();
        List<JsonNode> records = painted("&guess=" + ticket);
        JsonNode settled = records.get(records.size() - 1).path("settled");
        assertEquals("0 or 1 time", settled.path("guess").asText());
        assertFalse(settled.path("found").asText().isEmpty());
        server.assertRefused("api/repaint?pattern=circle&region=" + below(Pictures.SIZE));
        server.assertRefused("api/repaint?pattern=circle&region=abc");
        server.assertRefused("api/repaint?pattern=any&region=" + below(16));
    }
}
