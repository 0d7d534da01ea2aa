package darkroom.lesson.next;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.Scenes;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.model.ModelFolder;
import darkroom.model.Reconstructions;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Scenes as latents, with the autoencoder that ships. */
class LatentsTest {

    private static final Path SHIPPED = Path.of("../models/scenes-autoencoder");

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::linkScenes);

    private static JsonNode look(String settings) throws Exception {
        return server.json("api/next/latents?" + settings);
    }

    private static byte[] bytes(JsonNode picture) {
        return Base64.getDecoder().decode(picture.asText());
    }

    private static double off(byte[] one, byte[] other) {
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            squares += Math.pow((one[i] & 0xFF) - (other[i] & 0xFF), 2);
        }
        return Math.sqrt(squares / one.length);
    }

    @Test
    void aSceneComesBackOutOfItsLatents() throws Exception {
        JsonNode seen = look("seed=3");
        byte[] picture = bytes(seen.path("picture")), back = bytes(seen.path("decoded"));
        assertEquals(3 * 64 * 64, picture.length);
        assertTrue(off(picture, back) > 0 && off(picture, back) < 10, "off by " + off(picture, back));
        assertEquals(seen.path("picture"), seen.path("pixels"));
        assertEquals(4, seen.path("channels").size());
        assertEquals(16 * 16, Server.pixels(seen.path("channels").path(0)).length);
        assertTrue(off(picture, bytes(look("seed=4").path("decoded"))) > 20);
    }

    @Test
    void noiseOfTheSameLevelLiesOnBoth() throws Exception {
        JsonNode noisy = look("seed=3&t=1000"), other = look("seed=4&t=1000");
        assertTrue(noisy.path("noiseWeight").asDouble() > 0.999);
        assertTrue(off(bytes(noisy.path("pixels")), bytes(other.path("pixels"))) < 2, "pure noise is the same for all");
        assertTrue(off(bytes(noisy.path("decoded")), bytes(other.path("decoded"))) < 2, "and so are latents of it");
        assertNotEquals(look("seed=3&t=1000&noise=2").path("decoded"), noisy.path("decoded"));
        JsonNode half = look("seed=3&t=500");
        double squares = 0;
        for (JsonNode channel : half.path("channels")) {
            for (float value : Server.pixels(channel)) {
                squares += value * value / 1024;
            }
        }
        assertTrue(squares > 0.6 && squares < 1.6, "latents keep about the power of noise: " + squares);
        server.assertRefused("api/next/latents?t=1001");
    }

    @Test
    void whatIsLostIsWhatTheEvaluationMeasures() throws Exception {
        List<JsonNode> records = server.records("api/next/latents/lost?seed=2");
        JsonNode end = records.get(records.size() - 1);
        double decibels = Reconstructions.decibels(new ModelFolder(SHIPPED), new Scenes(64), 200, 5);
        assertEquals(decibels, end.path("decibels").asDouble(), 1.5);
        assertEquals(
                255 * Math.pow(10, -end.path("decibels").asDouble() / 20),
                end.path("off").asDouble(),
                1e-9);
        String guess = Server.parsed(server.post("api/guess", "{\"id\": \"latents\", \"guess\": 1}")
                        .body())
                .path("ticket")
                .asText();
        JsonNode settled = last(server.records("api/next/latents/lost?seed=2&guess=" + guess))
                .path("settled");
        assertTrue(settled.path("holds").asBoolean(), settled.toString());
        assertEquals(
                "by " + Math.round(10 * end.path("off").asDouble()) / 10.0,
                settled.path("found").asText());
    }

    private static JsonNode last(List<JsonNode> records) {
        return records.get(records.size() - 1);
    }

    @Test
    void anInstallationWithoutItSaysSo(@TempDir Path without) throws Exception {
        TestModels.writeModel(without);
        try (Server plain = new Server(without).ready()) {
            assertTrue(plain.json("api/about").path("autoencoder").isNull());
            assertEquals(503, plain.get("api/next/latents").statusCode());
        }
    }
}
