package darkroom.lesson.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Pictures;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The playground's ideas over HTTP. */
class IdeasTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeClassifier);

    @ParameterizedTest
    @ValueSource(strings = {"learned", "exact"})
    void onlyFreshNoiseMakesTheSameStartEndElsewhere(String maker) throws Exception {
        JsonNode end = end("twice?pattern=ring&seed=3&maker=" + maker);
        assertEquals(0, end.path("ddim").asDouble());
        assertTrue(end.path("ddimSame").asBoolean());
        assertTrue(end.path("ddpm").asDouble() > 0.01, end.path("ddpm").asText());
        assertFalse(end.path("ddpmSame").asBoolean());
        JsonNode pictures = end.path("x");
        assertEquals(pictures.get(0), pictures.get(1));
        assertNotEquals(pictures.get(2), pictures.get(3));
        assertEquals(end, end("twice?pattern=ring&seed=3&maker=" + maker));
        assertNotEquals(end, end("twice?pattern=ring&seed=4&maker=" + maker));
    }

    @Test
    void whatReturnsFromTheEndIsAnItemAndNotWhatWasDrowned() throws Exception {
        JsonNode end = end("inverse?pattern=ring&maker=exact");
        assertEquals("another", end.path("found").asText());
        assertEquals(Ideas.RETURNS, end.path("returns").asInt());
        double between = end.path("between").asDouble();
        assertEquals(between, end.path("distance").asDouble(), 0.2 * between);
        assertEquals(
                server.json("api/kinds").path("pictures").path("ring"),
                end.path("x0").get(0));
    }

    @Test
    void aHundredRunsAreStoppedWhereNoiseHasThePowerOfThePicture() throws Exception {
        List<JsonNode> records = server.records("api/ideas/half?maker=exact");
        JsonNode end = records.get(records.size() - 1);
        assertEquals(0, end.path("snr").asDouble(), 0.2);
        assertEquals(100, end.path("of").asInt());
        // This classifier guesses; FindingsTest asks the one that ships.
        assertTrue(end.path("noisy").asInt() < 50, end.path("noisy").asText());
        assertTrue(end.path("clean").asInt() < 50, end.path("clean").asText());
        assertEquals(Pictures.LABELS.size(), end.path("x").size());
        assertNotEquals(end.path("x"), end.path("x0"));
        JsonNode step = records.get(records.size() - 2);
        assertEquals(step.path("of").asInt(), step.path("made").asInt());
        assertEquals(records.size() - 1, step.path("of").asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "twice?maker=oracle",
                "twice?pattern=any",
                "inverse?pattern=drawn",
                "inverse?seed=-1",
                "half?maker=x",
                "half?maker=oracle"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        HttpResponse<String> answer = server.get("api/ideas/" + path);
        assertEquals(400, answer.statusCode(), answer.body());
        String sentence = Server.parsed(answer.body()).path("error").asText();
        assertTrue(sentence.endsWith(".") && !sentence.contains("Exception"), sentence);
    }

    private static JsonNode end(String path) throws Exception {
        List<JsonNode> records = server.records("api/ideas/" + path);
        return records.get(records.size() - 1);
    }
}
