package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.Patterns;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.OfferedSamplers;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.schedule.NoiseLevel;
import darkroom.train.DenoisingTask;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeClassifier);

    @Test
    void isHealthyOnceItCanSample() throws Exception {
        assertEquals(200, server.get("health").statusCode());
        assertEquals("ready", server.json("health").path("status").asText());
    }

    @Test
    void saysWhatThereIs() throws Exception {
        JsonNode about = server.json("api/about");
        assertEquals(10, about.path("learned").path("iterations").asInt());
        assertEquals(7, about.path("learned").path("seed").asInt());
        assertEquals(10, about.path("patterns").size());
        assertTrue(about.path("classifier").asBoolean());
    }

    @Test
    void levelsAreTheLibrarys() throws Exception {
        JsonNode levels = server.json("api/levels");
        assertEquals(1001, levels.path("signalWeight").size());
        assertTrue(levels.path("snr").get(0).isNull(), "there is no noise at t = 0");
        for (int t = 0; t <= 1000; t += 100) {
            NoiseLevel level = Studio.SCHEDULE.level(t);
            assertEquals(level.alpha(), levels.path("signalWeight").get(t).asDouble());
            assertEquals(level.sigma(), levels.path("noiseWeight").get(t).asDouble());
            assertEquals(
                    1,
                    levels.path("alphaBar").get(t).asDouble()
                            + levels.path("noisePower").get(t).asDouble(),
                    1e-12);
        }
        assertEquals(-86.15, levels.path("snr").get(1000).asDouble(), 0.01);
    }

    @Test
    void aReverseRunSendsEveryStepAndTheSameSeedTheSamePicture() throws Exception {
        String path = "maker=learned&pattern=ring&steps=6&seed=5";
        List<JsonNode> records = run(path);
        assertEquals(8, records.size());
        for (int i = 0; i <= 6; i++) {
            assertEquals(i, records.get(i).path("index").asInt());
            assertEquals(2 * i, records.get(i).path("evaluations").asInt(), "guided with W = 2");
            assertEquals(i > 0, records.get(i).has("x0"));
        }
        assertTrue(
                records.get(0).path("t").asDouble() > records.get(1).path("t").asDouble());
        assertEquals(0, records.get(6).path("t").asDouble());
        assertTrue(records.get(7).path("done").asBoolean());
        assertEquals(records.get(6), run(path).get(6));
        assertNotEquals(
                records.get(6).path("x"),
                run("maker=learned&pattern=ring&steps=6&seed=6").get(6).path("x"));
    }

    @Test
    void anOracleLandsOnItsTargetAndTheExactDenoiserOnAnItemOfItsSet() throws Exception {
        for (String sampler : OfferedSamplers.NAMES) {
            List<JsonNode> told = run("maker=oracle&pattern=smile&picture=3&steps=20&sampler=" + sampler);
            float[] target = Server.pixels(
                    server.json("api/forward?pattern=smile&picture=3").path("x0"));
            assertArrayEquals(target, Server.pixels(told.get(20).path("x")), 0.002f, sampler);
            assertEquals(0, told.get(20).path("distance").asDouble(), 0.002);
        }
        JsonNode end = run("maker=exact&pattern=cross&steps=40&seed=2").get(41);
        assertEquals(0, end.path("nearest").path("distance").asDouble(), 0.01);
        int place = end.path("nearest").path("place").asInt();
        assertEquals(Pictures.LABELS.indexOf("cross"), place / Pictures.SET_OF_EACH);
    }

    @Test
    void aLinkFromBeforeStillNamesItsSampler() throws Exception {
        JsonNode about = server.json("api/about");
        assertEquals(
                "DPM-Solver++ (2M)",
                about.at("/samplers/dpm_solver_pp_2m/title").asText());
        assertEquals(
                "dpm_solver_pp_2m", about.at("/formerSamplers/dpm_solver_2m").asText());
        String query = "maker=exact&pattern=ring&steps=3&sampler=";
        assertEquals(
                run(query + "dpm_solver_pp_2m").get(3),
                run(query + "dpm_solver_2m").get(3));
        assertNotEquals(run(query + "ddim").get(2), run(query + "dpm_solver_2m").get(2));
    }

    @Test
    void examplesAndTheNearestComeFromTheTraining() throws Exception {
        JsonNode examples = server.json("api/examples?pattern=ring").path("pictures");
        assertEquals(9, examples.size());
        float[] first = IntStream.range(0, 100)
                .mapToObj(update -> DenoisingTask.examples(new Patterns(Pictures.SIZE), 7, update, 4))
                .flatMap(batch -> IntStream.range(0, 4)
                        .filter(i -> batch.labels()[i] == Pictures.LABELS.indexOf("ring"))
                        .mapToObj(i -> Pictures.at(batch, i)))
                .findFirst()
                .orElseThrow();
        assertArrayEquals(first, Server.pixels(examples.get(0)), 0.001f);
        JsonNode nearest = run("maker=learned&pattern=ring&steps=3").get(4).path("nearest");
        assertEquals(400, nearest.path("of").asInt());
        assertTrue(nearest.path("distance").asDouble() > 0);
    }

    @Test
    void theForwardWalkEndsInNoise() throws Exception {
        List<JsonNode> records = run("direction=forward&pattern=circle&steps=80");
        assertEquals(0, records.get(0).path("distance").asDouble());
        assertEquals(0, records.get(0).path("t").asDouble());
        JsonNode last = records.get(80);
        assertEquals(1000, last.path("t").asDouble(), 1e-9);
        assertEquals(0, last.path("mean").asDouble(), 0.12);
        assertEquals(1, last.path("deviation").asDouble(), 0.1);
        assertEquals(0, last.path("evaluations").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oracle", "exact", "learned"})
    void theWayBackBeginsWhereTheWayThereWasLeft(String maker) throws Exception {
        String picture = "pattern=ring&steps=10&seed=5";
        List<JsonNode> there = run("direction=forward&" + picture);
        for (String sampler : OfferedSamplers.NAMES) {
            List<JsonNode> back = run("left=4&maker=" + maker + "&sampler=" + sampler + "&" + picture);
            assertEquals(there.get(4).path("x"), back.get(0).path("x"), sampler);
            assertEquals(there.get(4).path("snr"), back.get(0).path("snr"), sampler);
            JsonNode last = back.get(back.size() - 2);
            assertEquals(4, last.path("index").asInt(), sampler);
            assertTrue(last.path("snr").isNull(), sampler + " ends clean");
        }
        assertEquals(400, server.get("api/run?steps=10&left=11").statusCode());
    }

    @Test
    void whoGoesAwayEndsTheRunAndFreesThePlace() throws Exception {
        for (int i = 0; i < Engine.AT_ONCE + 2; i++) {
            HttpResponse<InputStream> answer = server.client.send(
                    server.request("api/run?maker=learned&steps=1000&seed=" + i).build(), BodyHandlers.ofInputStream());
            try (InputStream records = answer.body()) {
                assertEquals('{', records.read());
            }
        }
        List<JsonNode> next = server.records("api/run?maker=oracle&steps=1");
        assertEquals("end", next.get(next.size() - 1).path("type").asText());
    }

    @Test
    void aRunCanBeAskedForItsStartOnly() throws Exception {
        List<JsonNode> records = run("maker=learned&steps=1000&until=0");
        assertEquals(2, records.size());
        assertFalse(records.get(1).path("done").asBoolean());
    }

    @Test
    void walkingAndJumpingAgreeWhenTheyMeetTheSameNoise() throws Exception {
        JsonNode walk = server.json("api/walk?pattern=ring&t=300&noise=4");
        assertEquals(300, walk.path("walk").path("operations").asInt());
        assertEquals(0, walk.path("same").path("distance").asDouble(), 1e-5);
        double sigma = Studio.SCHEDULE.level(300).sigma();
        assertEquals(sigma * Math.sqrt(2), walk.path("fresh").path("distance").asDouble(), 0.1 * sigma);
        double sum = 0;
        for (JsonNode share : walk.path("histogram").path("normal")) {
            sum += share.asDouble();
        }
        assertEquals(100, sum, 1e-9);
    }

    @Test
    void healthIsLostWithTheEngineAndNoRunTakesItAway() throws Exception {
        server.lesson.engine().later(() -> {
            throw new OutOfMemoryError("a test");
        });
        assertEquals(200, server.get("health").statusCode());
        try (Server other = new Server(server.models())) {
            other.lesson.engine().close();
            assertEquals(503, other.get("health").statusCode());
            assertTrue(other.json("health").path("reason").asText().contains("engine has stopped"));
        }
    }

    @Test
    void theClassifierIsAskedUntilItFails() throws Exception {
        List<JsonNode> records = server.records("api/half?pattern=ring&picture=1&noise=1");
        JsonNode end = records.get(records.size() - 1);
        assertEquals("end", end.path("type").asText());
        for (JsonNode record : records.subList(0, records.size() - 1)) {
            boolean before = end.path("t").isNull()
                    || record.path("t").asInt() < end.path("t").asInt();
            boolean half = record.path("share").asDouble() >= 0.5;
            assertTrue(half || !before, record + " stands before " + end);
        }
    }

    @Test
    void aDrawingIsTakenBitByBit() throws Exception {
        byte[] bits = new byte[Pictures.PIXELS / 8];
        bits[0] = (byte) 0b1010_0000;
        String drawing = Base64.getUrlEncoder().encodeToString(bits);
        float[] x0 = Server.pixels(
                server.json("api/forward?pattern=drawn&drawing=" + drawing).path("x0"));
        assertEquals(1, x0[0]);
        assertEquals(-1, x0[1]);
        assertEquals(1, x0[2]);
        assertEquals(-1, x0[1023]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/run?steps=0",
                "api/run?steps=1001",
                "api/run?steps=ten",
                "api/run?steps=1e3",
                "api/run?eta=1.5",
                "api/run?eta=NaN",
                "api/run?guidance=11",
                "api/run?guidance=-1",
                "api/run?seed=-1",
                "api/run?seed=99999999999999999999",
                "api/run?sampler=magic",
                "api/run?maker=nobody",
                "api/run?direction=up",
                "api/run?pattern=square",
                "api/run?until=81",
                "api/run?pattern=drawn",
                "api/run?pattern=drawn&drawing=%00",
                "api/walk?t=0",
                "api/points?cloud=moon",
                "api/half?pattern=any",
                "api/forward?noise=4294967296"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        server.assertRefused(path);
    }

    @Test
    void aValueThatIsTooLongIsRefused() throws Exception {
        assertEquals(400, server.get("api/run?pattern=" + "x".repeat(2000)).statusCode());
    }

    /** A run's records without the first, which names its levels: the step's number is its place. */
    private static List<JsonNode> run(String query) throws Exception {
        List<JsonNode> records = server.records("api/run?" + query);
        assertEquals("start", records.get(0).path("type").asText());
        assertEquals(
                records.get(0).path("steps").asInt() + 1,
                records.get(0).path("snr").size());
        return records.subList(1, records.size());
    }
}
