package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithoutModelsTest {

    @TempDir
    Path models;

    @Test
    void saysThatItCannotSampleAndStillServesTheRest() throws Exception {
        try (Server server = new Server(models)) {
            assertEquals(200, server.get("").statusCode());
            List<JsonNode> exact = server.records("api/run?maker=exact&steps=3");
            assertEquals(6, exact.size());
            assertEquals(503, server.get("health").statusCode());
            assertEquals(503, server.get("api/run?maker=learned").statusCode());
            assertTrue(server.json("api/about").path("learned").isNull());
            assertFalse(server.json("api/about").path("classifier").asBoolean());
            assertEquals(503, server.get("api/half").statusCode());
            String reason = server.json("health").path("reason").asText();
            assertTrue(reason.startsWith("No trained model can be used: "), reason);
            assertTrue(reason.contains(models.resolve("patterns").toString()), reason);
        }
    }

    @Test
    void aBrokenModelIsNamed() throws Exception {
        TestModels.writeModel(models);
        Path weights = models.resolve("patterns/unet/diffusion_pytorch_model.safetensors");
        Files.write(weights, new byte[] {1, 2, 3});
        try (Server server = new Server(models)) {
            server.records("api/run?maker=oracle&steps=1");
            assertEquals(503, server.get("health").statusCode());
            assertTrue(server.json("health").path("reason").asText().contains("safetensors"));
        }
    }

    @Test
    void closingEndsWhatStillRunsAndMayHappenTwice() throws Exception {
        Server server = new Server(models);
        try (InputStream records = server.client
                .send(server.request("api/run?maker=exact&steps=1000").build(), BodyHandlers.ofInputStream())
                .body()) {
            assertEquals('{', records.read());
            assertTimeoutPreemptively(Duration.ofSeconds(20), server::close);
        }
        server.close();
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (Server server = new Server(models)) {
            LessonSettings same = new LessonSettings(LessonSettings.HOST, server.lesson.port(), models, 1);
            String message = assertThrows(IllegalStateException.class, () -> Lesson.start(same))
                    .getMessage();
            assertTrue(message.contains(String.valueOf(server.lesson.port())), message);
        }
    }
}
