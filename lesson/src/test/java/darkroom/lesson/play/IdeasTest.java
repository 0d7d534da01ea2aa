package darkroom.lesson.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
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
        List<JsonNode> records = server.records("api/ideas/twice?pattern=ring&seed=3&maker=" + maker);
        JsonNode end = records.get(records.size() - 1);
        assertEquals(0, end.path("ddim").asDouble());
        assertTrue(end.path("ddimSame").asBoolean());
        assertTrue(end.path("ddpm").asDouble() > 0.01, end.path("ddpm").asText());
        assertFalse(end.path("ddpmSame").asBoolean());
        JsonNode pictures = end.path("x");
        int starts = records.get(0).path("x").size();
        assertEquals(Ideas.TWICE_SHOWN, starts);
        assertEquals(4 * starts, pictures.size());
        for (int row = 0; row < pictures.size(); row += 4) {
            assertEquals(pictures.get(row), pictures.get(row + 1));
            assertNotEquals(pictures.get(row + 2), pictures.get(row + 3));
        }
        assertEquals(end, end("twice?pattern=ring&seed=3&maker=" + maker));
        assertNotEquals(end, end("twice?pattern=ring&seed=4&maker=" + maker));
    }

    @Test
    void whatReturnsFromTheEndIsAnItemAndNotWhatWasDrowned() throws Exception {
        List<JsonNode> records = server.records("api/ideas/inverse?pattern=ring&maker=exact");
        JsonNode start = records.get(0), end = records.get(records.size() - 1);
        assertEquals("another", end.path("found").asText());
        assertEquals(Ideas.RETURNS, end.path("returns").asInt());
        double between = end.path("between").asDouble(),
                distance = end.path("distance").asDouble();
        assertEquals(between, distance, 0.2 * between);
        assertTrue(distance >= end.path("nearly").asDouble());
        float[] ring = Server.pixels(start.path("x0"));
        assertEquals(server.json("api/kinds").path("pictures").path("ring"), start.path("x0"));
        for (int i = 0; i < Ideas.SHOWN; i++) {
            float[] back = Server.pixels(end.path("x").get(i));
            assertEquals(Frames.distance(ring, back), end.path("off").get(i).asDouble(), 0.001);
            // At the end of the schedule the picture weighs next to nothing beside the noise.
            double[] noise = spread(start.path("x").get(i));
            assertEquals(0, noise[0], 0.15);
            assertEquals(1, noise[1], 0.1);
        }
    }

    private static double[] spread(JsonNode picture) {
        float[] pixels = Server.pixels(picture);
        double mean = Frames.mean(pixels);
        return new double[] {mean, Frames.deviation(pixels, mean)};
    }

    @Test
    void aHundredRunsAreStoppedWhereNoiseHasThePowerOfThePicture() throws Exception {
        List<JsonNode> records = server.records("api/ideas/half?maker=exact");
        JsonNode start = records.get(0), end = records.get(records.size() - 1);
        assertEquals(0, end.path("snr").asDouble(), 0.2);
        assertEquals(100, end.path("of").asInt());
        // This classifier guesses; FindingsTest asks the one that ships.
        assertTrue(end.path("noisy").asInt() < 50, end.path("noisy").asText());
        assertTrue(end.path("clean").asInt() < 50, end.path("clean").asText());
        for (JsonNode shown : List.of(start.path("x"), end.path("x"), end.path("x0"), end.path("seen"))) {
            assertEquals(Ideas.SHOWN, shown.size());
        }
        assertNotEquals(end.path("x"), end.path("x0"));
        JsonNode step = records.get(records.size() - 2);
        assertEquals(step.path("of").asInt(), step.path("made").asInt());
        assertEquals(records.size() - 2, step.path("of").asInt());
    }

    /** The picture that is shown is the clean one in the first noise, by the closed form of the forward process. */
    @Test
    void whereAPatternIsLostItIsShownInTheFirstNoise() throws Exception {
        List<JsonNode> records = server.records("api/ideas/patterns?seed=3");
        JsonNode ends = records.get(records.size() - 1).path("ends");
        float[] noise = Scope.call(
                () -> Tensors.floats(SeededNoise.first(3, 1, 1, Pictures.SIZE, Pictures.SIZE)), kept -> Stream.empty());
        for (int run = 0; run < 2; run++) {
            float[] clean = Pictures.of(List.of("checkerboard", "circle").get(run), 1);
            NoiseLevel level = Studio.SCHEDULE.level(ends.get(run).path("t").asInt(Studio.SCHEDULE.timesteps()));
            float[] shown = Server.pixels(ends.get(run).path("x"));
            for (int i = 0; i < shown.length; i++) {
                assertEquals(level.alpha() * clean[i] + level.sigma() * noise[i], shown[i], 0.001);
            }
        }
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
