package darkroom.lesson.drown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeClassifier);

    private static HttpResponse<String> post(String path, byte[] body) throws Exception {
        return server.client.send(
                server.request(path).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
    }

    private static List<JsonNode> records(String path, byte... body) throws Exception {
        HttpResponse<String> answer = post(path, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(Server::parsed)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 85, 90, 95, 98, 100})
    void startsExactlyAtItsDepthAndEndsClean(int depth) throws Exception {
        List<JsonNode> records = records("api/return?pattern=ring&returns=2&depth=" + depth);
        JsonNode start = records.get(0);
        assertEquals("start", start.path("type").asText());
        assertEquals(10.0 * depth, start.path("t").asDouble(), 1e-6);
        assertEquals(
                Studio.SCHEDULE.level(10 * depth).alpha(),
                start.path("signalWeight").asDouble(),
                1e-9);
        assertEquals((depth + 1) / 2 + 2, records.size());
        JsonNode last = records.get(records.size() - 2);
        assertEquals(0, last.path("noiseWeight").asDouble());
        JsonNode end = records.get(records.size() - 1);
        assertEquals("end", end.path("type").asText());
        assertEquals((depth + 1) / 2, end.path("evaluations").asInt());
        assertEquals(2, end.path("returns").size());
    }

    @Test
    void countsWhatIsNearer() throws Exception {
        List<JsonNode> records = records("api/return?pattern=cross&depth=20&seed=4");
        JsonNode end = records.get(records.size() - 1);
        assertEquals(8, end.path("returns").size());
        int nearer = 0;
        double sum = 0;
        for (JsonNode one : end.path("returns")) {
            assertTrue(one.path("distance").asDouble() > 0);
            assertTrue(Pictures.LABELS.contains(one.path("seen").asText()));
            assertEquals(
                    one.path("distance").asDouble() < one.path("fresh").asDouble(),
                    one.path("nearer").asBoolean());
            nearer += one.path("nearer").asBoolean() ? 1 : 0;
            sum += one.path("distance").asDouble();
        }
        assertEquals(nearer, end.path("nearer").asInt());
        assertEquals(sum / 8, end.path("mean").asDouble(), 1e-9);
        assertTrue(end.path("between").asDouble() > 0.1);
    }

    @Test
    void whatReturnsAreHeldAgainstDoesNotDependOnThem() throws Exception {
        assertEquals(strangers(20), strangers(100));
    }

    /** How far the pictures that have nothing to do with the returns are from the one that was taken. */
    private static List<Double> strangers(int depth) throws Exception {
        List<JsonNode> records = records("api/return?pattern=cross&seed=4&depth=" + depth);
        return StreamSupport.stream(
                        records.get(records.size() - 1).path("returns").spliterator(), false)
                .map(one -> one.path("fresh").asDouble())
                .toList();
    }

    @Test
    void theDepthIsFoundAtWhichFewerThanSixOfEightReturn() throws Exception {
        List<JsonNode> records = records("api/return/depths?pattern=cross&seed=4");
        JsonNode found = records.get(records.size() - 1);
        assertEquals("found", found.path("type").asText());
        List<JsonNode> ends = records.stream()
                .filter(record -> record.path("type").asText().equals("end"))
                .toList();
        assertEquals(DepthsRun.DEPTHS.size(), ends.size());
        Integer first = null;
        for (int i = 0; i < ends.size(); i++) {
            int depth = DepthsRun.DEPTHS.get(i),
                    nearer = ends.get(i).path("nearer").asInt();
            assertEquals(depth, ends.get(i).path("depth").asInt());
            assertEquals(nearer, found.path("nearer").path(i).asInt());
            first = first == null && nearer < 6 ? Integer.valueOf(depth) : first;
        }
        assertEquals(
                first == null ? "null" : first.toString(), found.path("depth").toString());
        // What is asked for one depth alone is the same.
        List<JsonNode> alone = records("api/return?pattern=cross&seed=4&depth=85");
        assertEquals(alone.get(alone.size() - 1).path("returns"), ends.get(1).path("returns"));
        assertEquals(
                2 * DepthsRun.DEPTHS.size(),
                records.stream().filter(record -> record.has("x")).count());
    }

    @Test
    void theSameSeedReturnsTheSameAndEachNoiseIsItsOwn() throws Exception {
        JsonNode one = records("api/return?pattern=ring&depth=20&seed=3").get(0);
        JsonNode same = records("api/return?pattern=ring&depth=20&seed=3").get(0);
        JsonNode other = records("api/return?pattern=ring&depth=20&seed=5").get(0);
        assertEquals(one, same);
        assertNotEquals(one.path("x"), other.path("x"));
        assertNotEquals(one.path("x").get(0), one.path("x").get(1));
    }

    @Test
    void takesAPictureOfOnesOwn() throws Exception {
        byte[] grey = new byte[Pictures.PIXELS];
        Arrays.fill(grey, (byte) 255);
        List<JsonNode> records = records("api/return?pattern=own&depth=20&returns=1", grey);
        float[] white = new float[Pictures.PIXELS];
        Arrays.fill(white, 1);
        assertEquals(Json.pixels(white), records.get(0).path("x0").asText());
        JsonNode end = records.get(records.size() - 1);
        assertTrue(end.path("recognised").isMissingNode(), "nobody knows what it is of");
    }

    @Test
    void inversionGoesUpAndComesDown() throws Exception {
        List<JsonNode> records = records("api/inversion?pattern=ring&steps=25");
        assertEquals("up", records.get(0).path("way").asText());
        assertEquals(0, records.get(0).path("t").asDouble());
        assertEquals(1000, records.get(25).path("t").asDouble(), 1e-6);
        JsonNode end = records.get(records.size() - 1);
        assertEquals("end", end.path("type").asText());
        assertEquals("down", end.path("way").asText());
        assertTrue(Double.isFinite(end.path("distance").asDouble()) && end.has("distance"), end.toString());
    }

    @Test
    void whoGoesAwayFreesThePlace() throws Exception {
        for (int i = 0; i < Engine.AT_ONCE + 2; i++) {
            HttpResponse<InputStream> answer = server.client.send(
                    server.request("api/inversion?steps=250")
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofInputStream());
            try (InputStream records = answer.body()) {
                assertEquals('{', records.read());
            }
        }
        assertTrue(records("api/return?depth=20&returns=1").size() > 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/return?depth=50",
                "api/return?depth=0",
                "api/return?returns=9",
                "api/return?returns=0",
                "api/return?label=maybe",
                "api/return?pattern=own",
                "api/return?pattern=any",
                "api/return?pattern=drawn",
                "api/return?seed=-1",
                "api/inversion?steps=999",
                "api/inversion?pattern=own",
                "api/inversion?label=2"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        HttpResponse<String> answer = post(path, new byte[] {1, 2, 3});
        assertEquals(400, answer.statusCode(), answer.body());
        String sentence = Server.parsed(answer.body()).path("error").asText();
        assertTrue(sentence.endsWith(".") && sentence.length() < 400 && !sentence.contains("Exception"), sentence);
    }
}
