package darkroom.lesson.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.web.Assets;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule lab over HTTP, without any trained model; its figures are those of the lesson's text. */
class SchedulesTest {

    @TempDir
    static Path nothing;

    private static Server server;

    @BeforeAll
    static void start() {
        server = new Server(nothing);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "linear, 1000, 4.036e-5, -43.94, 25.9, 32.6",
        "linear, 80, , -47.85, , ",
        "squaredcos_cap_v2, 1000, 2.43e-9, -86.15, 49.6, 6.4",
        "squaredcos_cap_v2, 80, , -64.21, , ",
        "exponential, 1000, 0.3679, -2.35, 69.3, 0",
        "raw, 80, 0.445, -0.96, , 0",
        "raw, 100, 0.364, -2.43, , 0",
        "karras, 1000, , -38.06, 40.4, ",
        "straight, 1000, 0, , , ",
    })
    void schedulesEndWhereTheTextSays(
            String name, int timesteps, Double alphaBar, Double decibels, Double above, Double below) throws Exception {
        JsonNode table = server.json("api/schedule?name=" + name + "&timesteps=" + timesteps);
        JsonNode summary = table.path("summary");
        assertEquals(timesteps + 1, table.path("beta").size());
        if (alphaBar != null) {
            assertEquals(alphaBar, summary.path("alphaBar").asDouble(), alphaBar / 500);
            assertEquals(
                    summary.path("alphaBar").asDouble(),
                    table.path("alphaBar").get(timesteps).asDouble());
        }
        if (decibels != null) {
            assertEquals(decibels, summary.path("snr").asDouble(), 0.01);
        }
        if (above != null) {
            assertEquals(above, 100 * summary.path("above").asDouble(), 0.05);
        }
        if (below != null) {
            assertEquals(below, 100 * summary.path("below").asDouble(), 0.05);
        }
    }

    @ParameterizedTest
    @CsvSource({"linear, -28.1", "squaredcos_cap_v2, -9.8"})
    void fourFifthsOfTheWayAreWhereTheTextSays(String name, double decibels) throws Exception {
        JsonNode table = server.json("api/schedule?name=" + name);
        assertEquals(decibels, table.path("snr").get(800).asDouble(), 0.05);
        assertTrue(Assets.text("/lesson/parts/3-schedules.md").contains("−" + -decibels + " dB"));
    }

    @Test
    void aScheduleWithoutSignalAtItsEndHasNoRatioThere() throws Exception {
        JsonNode table = server.json("api/schedule?name=straight&timesteps=50");
        assertTrue(table.path("summary").path("snr").isNull());
        assertTrue(table.path("snr").get(0).isNull());
        assertTrue(table.path("snr").get(50).isNull());
        assertEquals(1, table.path("beta").get(50).asDouble());
    }

    @ParameterizedTest
    @CsvSource({"linear, 1000, 0", "linear, 21, 0", "linear, 20, 1", "linear, 10, 5", "squaredcos_cap_v2, 1000, 1"})
    void betasThatComeOutTooLargeAreHeldAndCounted(String name, int timesteps, int held) throws Exception {
        JsonNode table = server.json("api/schedule?name=" + name + "&timesteps=" + timesteps);
        assertEquals(held, table.path("summary").path("held").asInt());
        for (JsonNode beta : table.path("beta")) {
            assertTrue(beta.asDouble() <= 0.999 + 1e-9, beta::toString);
        }
    }

    @Test
    void allSchedulesAreCompared() throws Exception {
        JsonNode all = server.json("api/schedules?timesteps=1000").path("schedules");
        assertEquals(ScheduleLab.NAMES.size(), all.size());
        for (JsonNode one : all) {
            assertEquals(
                    server.json("api/schedule?name=" + one.path("schedule").asText())
                            .path("summary"),
                    one.path("summary"));
        }
        assertEquals(
                all.get(0).path("summary"),
                all.get(all.size() - 1).path("summary"),
                "at T = 1000 DDPM's betas are as written");
    }

    @ParameterizedTest
    @CsvSource({
        "exponential, ddpm, 70.6",
        "linear, ddpm, 80.7",
        "squaredcos_cap_v2, ddpm, 80.4",
        "raw, ddpm, 68.0",
        "exponential, ddpm_beta, 70.5",
        "linear, ddpm_beta, 79.9",
        "squaredcos_cap_v2, ddpm_beta, 79.9",
        "exponential, ddim, 65.9",
        "linear, ddim, 80.1",
        "squaredcos_cap_v2, ddim, 80.2",
        "raw, ddim, 64.0",
    })
    void unevenGroupsComeBackInTheSharesThatTheScheduleAllows(String schedule, String sampler, double percent)
            throws Exception {
        List<JsonNode> records = server.records("api/groups?schedule=" + schedule + "&sampler=" + sampler + "&seed=3");
        JsonNode end = records.get(records.size() - 1);
        assertEquals("end", end.path("type").asText());
        assertEquals(80, end.path("index").asInt());
        assertEquals(percent, 100 * end.path("share").asDouble(), 1.5);
        JsonNode bars = end.path("histogram");
        double[] groups = {bars.get(12).asDouble(), bars.get(22).asDouble()};
        assertEquals(100, groups[0] + groups[1], 0.001, "all samples lie in the two points' bins");
        assertEquals(100 * end.path("share").asDouble(), groups[1], 0.001);
    }

    @Test
    void groupsAreThoseOfTheirSeed() throws Exception {
        List<JsonNode> first = server.records("api/groups?schedule=linear&seed=5");
        assertEquals(first, server.records("api/groups?schedule=linear&seed=5"));
        assertNotEquals(first, server.records("api/groups?schedule=linear&seed=6"));
        JsonNode start = first.get(0);
        assertEquals(35, start.path("middles").size());
        assertEquals(0.5, start.path("share").asDouble(), 0.02, "it starts from N(0, 1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/schedule?name=best",
                "api/schedule?timesteps=1",
                "api/schedule?timesteps=1001",
                "api/schedules?timesteps=many",
                "api/groups?schedule=best",
                "api/groups?sampler=heun",
                "api/groups?seed=-1"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        HttpResponse<String> answer = server.get(path);
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(Server.parsed(answer.body()).path("error").asText().endsWith("."));
    }

    @Test
    void aDrawnScheduleIsBuiltAndSampledAsItWasDrawn() throws Exception {
        JsonNode drawn = server.json("api/schedule/drawn?curve=40_29_19_8_-2_-13_-24_-34_-45");
        JsonNode summary = drawn.path("summary");
        assertEquals(81, drawn.path("snr").size());
        assertEquals(40, drawn.path("snr").get(1).asDouble(), 1e-6);
        assertEquals(-45, summary.path("snr").asDouble(), 1e-6);
        assertEquals(0, summary.path("held").asInt());
        assertEquals(80.0, groupsOf("40_29_19_8_-2_-13_-24_-34_-45"), 2);
        assertTrue(groupsOf("40_30_20_10_5_2_1_0_-1") < 75, "signal is left");
        JsonNode steep = server.json("api/schedule/drawn?curve=-50_-51_-52_-53_-54_-55_-56_-57_-58");
        assertTrue(steep.path("summary").path("held").asInt() > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "40_29_19_8_-2_-13_-24_-34_-45, 0, a line down to noise",
        "40_35_30_25_20_15_10_5_0, 2, it ends with as much signal as noise",
        "-38_-39_-40_-41_-42_-43_-44_-45_-46, 3, nothing is left after the first step"
    })
    void whatComesOutOfADrawnScheduleSettlesTheQuestion(String curve, int option, String why) throws Exception {
        List<JsonNode> records = server.records("api/groups/drawn?seed=2&recalled=drawn." + option + "&curve=" + curve);
        JsonNode all = records.get(records.size() - 1);
        assertTrue(all.path("settled").path("holds").asBoolean(), why + ": " + all.path("settled"));
        assertEquals(2, all.path("ends").size());
        JsonNode end = all.path("ends").get(0);
        double near = 1 - end.path("left").asDouble() - end.path("between").asDouble();
        assertEquals(end.path("share").asDouble(), near, end.path("between").asDouble() + 1e-9);
    }

    private static double groupsOf(String curve) throws Exception {
        List<JsonNode> records = server.records("api/groups?sampler=ddpm&curve=" + curve);
        return 100 * records.get(records.size() - 1).path("share").asDouble();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10_10", "10_20", "10_x", "46_0", "10_-61", "10.5_0", "10_"})
    void aCurveThatDoesNotFallIsRefusedInASentence(String curve) throws Exception {
        for (String path : List.of("api/schedule/drawn?curve=", "api/groups?curve=")) {
            HttpResponse<String> answer = server.get(path + curve);
            assertEquals(400, answer.statusCode(), answer.body());
            assertTrue(Server.parsed(answer.body()).path("error").asText().endsWith("."), answer.body());
        }
    }
}
