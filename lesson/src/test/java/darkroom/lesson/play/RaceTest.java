package darkroom.lesson.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Frames;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Races over HTTP: the same noise for all, one axis of evaluations, and the finding at the end. */
class RaceTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeClassifier);

    @Test
    void allLanesStartFromTheSameNoiseAndEveryConditionThatIsEvaluatedCounts() throws Exception {
        List<JsonNode> records = race("ddim-6-0-2-learned*heun_angle-3-0-2-learned*ddpm-6-0-1-exact", "seed=5");
        List<JsonNode> first = steps(records, 0), second = steps(records, 1), third = steps(records, 2);
        assertEquals(first.get(0).path("x"), second.get(0).path("x"));
        assertEquals(first.get(0).path("x"), third.get(0).path("x"));
        assertEquals(
                server.json("api/race/known?seed=5").path("x"), first.get(0).path("x"), "the noise is known before");
        assertEquals(2 * 6, last(first).path("evaluations").asInt());
        assertEquals(2 * (2 * 3 - 1), last(second).path("evaluations").asInt());
        assertEquals(List.of(0, 4, 8, 10), evaluations(second));
        assertEquals(List.of(0, 2, 4, 6, 8, 10, 12), evaluations(first));
        assertEquals(6, last(third).path("evaluations").asInt());
    }

    @Test
    void aLaneIsTheRunThatThePlaygroundMakes() throws Exception {
        List<JsonNode> raced = steps(race("ddim-5-1-3-learned*ddim-5-0-3-exact", "seed=9&pattern=ring"), 0);
        List<JsonNode> alone =
                server
                        .records("api/run?sampler=ddim&steps=5&eta=1&guidance=3&maker=learned&seed=9&pattern=ring")
                        .stream()
                        .filter(record -> record.path("type").asText().equals("step"))
                        .toList();
        assertEquals(alone.size(), raced.size());
        for (int i = 0; i < alone.size(); i++) {
            assertEquals(alone.get(i).path("x"), raced.get(i).path("x"));
        }
    }

    @Test
    void whoIsNearestIsJudgedOverManyNoisesAndNotByTheOneThatIsShown() throws Exception {
        List<JsonNode> records = race("ddim-20-0-1-exact*ddim-1-0-1-exact*ddim-3-0-1-oracle", "pattern=cross");
        JsonNode result = last(records);
        assertEquals("race", result.path("type").asText());
        assertEquals(RaceRun.RACES, result.path("races").asInt());
        assertEquals("[0,2]", result.path("nearest").toString());
        assertEquals(0, result.path("away").path(0).asDouble(), Frames.SAME);
        assertTrue(result.path("away").path(1).asDouble() > 0.1, result.toString());
        JsonNode end = records.stream()
                .filter(record -> record.path("type").asText().equals("end")
                        && record.path("lane").asInt() == 1)
                .findFirst()
                .orElseThrow();
        double shown = end.path("nearest").path("distance").asDouble();
        assertEquals(shown, last(steps(records, 1)).path("away").asDouble());
        assertEquals(shown, result.path("away").path(1).asDouble(), 0.001, "one step of all noises ends on the mean");
    }

    @Test
    void lanesThatDifferByChanceAreNotToldApart() throws Exception {
        JsonNode result = last(race("ddim-4-1-1-learned*ddim-4-1-1-learned", "seed=3&pattern=ring"));
        assertEquals("[0,1]", result.path("nearest").toString());
        assertTrue(result.path("spread").path(0).asDouble() > 0, result.toString());
    }

    @Test
    void aBatchTellsTheDataFromWhatIsFarFromThem() throws Exception {
        List<JsonNode> records = batch("ddim-12-0-1-exact*ddim-1-0-1-exact", "pattern=ring");
        JsonNode items = records.stream().filter(RaceTest::lane).findFirst().orElseThrow();
        JsonNode means = records.stream().filter(RaceTest::lane).toList().get(1);
        JsonNode fresh = last(records);
        assertEquals("end", fresh.path("type").asText());
        assertEquals(RaceBatch.SAMPLES, items.path("samples").asInt());
        assertEquals(12, items.path("evaluations").asInt());
        assertTrue(Math.abs(fresh.path("energy").asDouble()) < 1, fresh.toString());
        assertTrue(items.path("energy").asDouble() < means.path("energy").asDouble() / 2, items.toString());
        assertTrue(fresh.path("recognised").isNumber());
        assertEquals(records, batch("ddim-12-0-1-exact*ddim-1-0-1-exact", "pattern=ring"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lanes=ddim-5-0-2-learned",
                "lanes=ddim-5-0-2*ddim-5-0-2",
                "lanes=ddim-201-0-2-exact*ddim-5-0-2-exact",
                "lanes=ddim-5-2-2-exact*ddim-5-0-2-exact",
                "lanes=eurler-5-0-2-exact*ddim-5-0-2-exact",
                "lanes=ddim-5-0-2-nobody*ddim-5-0-2-exact",
                "lanes=a*b*c*d*e",
                "pattern=drawn&drawing=" + "AAAA",
                "seed=-1"
            })
    void badLanesAreRefusedInASentence(String query) throws Exception {
        for (String path : List.of("api/race?", "api/race/batch?")) {
            HttpResponse<String> answer = server.get(path + query);
            assertEquals(400, answer.statusCode(), answer.body());
            String sentence = Server.parsed(answer.body()).path("error").asText();
            assertTrue(sentence.endsWith(".") && !sentence.contains("Exception"), sentence);
        }
    }

    private static List<JsonNode> race(String lanes, String more) throws Exception {
        return server.records("api/race?lanes=" + lanes + "&" + more);
    }

    private static List<JsonNode> batch(String lanes, String more) throws Exception {
        return server.records("api/race/batch?lanes=" + lanes + "&" + more);
    }

    private static boolean lane(JsonNode record) {
        return record.path("type").asText().equals("lane");
    }

    private static List<JsonNode> steps(List<JsonNode> records, int lane) {
        return records.stream()
                .filter(record -> record.path("type").asText().equals("step")
                        && record.path("lane").asInt() == lane)
                .toList();
    }

    private static List<Integer> evaluations(List<JsonNode> steps) {
        return steps.stream().map(step -> step.path("evaluations").asInt()).toList();
    }

    private static JsonNode last(List<JsonNode> records) {
        return records.get(records.size() - 1);
    }
}
