package darkroom.lesson.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.web.Query;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions over HTTP: the guess comes first, the run settles it, and the words are the server's. */
class QuestionDeskTest {

    private static final String RING = "pattern=ring&picture=1&noise=1";

    @TempDir
    Path models;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        TestModels.writeModel(models);
        TestModels.writeClassifier(models);
        TestModels.linkScenes(models);
        TestModels.linkByHeart(models);
        TestModels.writeTransformer(models);
        server = new Server(new LessonSettings(LessonSettings.HOST, 0, models, 1)).ready();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode guess(String id, int option, String more) throws Exception {
        return Server.parsed(server.post("api/guess", "{\"id\": \"" + id + "\", \"guess\": " + option + more + "}")
                .body());
    }

    private JsonNode part(int number) throws Exception {
        return server.json("api/progress").path("parts").path(number);
    }

    private JsonNode last(String path) throws Exception {
        List<JsonNode> records = server.records(path);
        return records.get(records.size() - 1);
    }

    @Test
    void aGuessIsSettledByTheRunThatNamesItAndDoesTheCoreLab() throws Exception {
        String ticket =
                guess("half", 0, ", \"pattern\": \"ring\"").path("ticket").asText();
        assertEquals(0, part(2).path("predictions").size());
        assertTrue(part(2).path("lab").path("done").isNull());
        JsonNode end = last("api/half?" + RING + "&guess=" + ticket);
        JsonNode t = end.path("t"), settled = end.path("settled");
        int right = t.isNull() || t.asInt() >= 900 ? 3 : t.asInt() >= 750 ? 2 : t.asInt() >= 500 ? 1 : 0;
        assertEquals(right, settled.path("option").asInt());
        assertEquals(right == 0, settled.path("holds").asBoolean());
        JsonNode kept = part(2).path("predictions").path(0);
        assertEquals("Before t = 500", kept.path("guess").asText());
        assertEquals(
                t.isNull() ? "never" : "t = " + t.asInt(), kept.path("found").asText());
        assertEquals(settled.path("holds"), kept.path("holds"));
        assertTrue(kept.path("question").asText().contains("ring"), kept.toString());
        assertFalse(part(2).path("lab").path("done").isNull());
    }

    @Test
    void aRunThatWasStoppedOrNamesNoGuessSettlesNothing() throws Exception {
        guess("half", 1, ", \"pattern\": \"ring\"");
        assertTrue(last("api/half?" + RING).path("settled").isMissingNode());
        assertEquals(0, part(2).path("predictions").size());
        assertTrue(part(2).path("lab").path("done").isNull());
    }

    @Test
    void anotherRunAnotherSettingOrASecondTimeIsRefusedBeforeItStarts() throws Exception {
        String ticket =
                guess("half", 1, ", \"pattern\": \"ring\"").path("ticket").asText();
        assertEquals(400, server.get("api/run?guess=" + ticket).statusCode());
        assertEquals(400, server.get("api/half?pattern=cross&guess=" + ticket).statusCode());
        assertEquals(400, server.get("api/half?pattern=ring&guess=nobody").statusCode());
        last("api/half?" + RING + "&guess=" + ticket);
        assertEquals(400, server.get("api/half?" + RING + "&guess=" + ticket).statusCode());
        assertEquals(1, part(2).path("predictions").size());
    }

    /** A reload, another tab or a friend's link shows guess and finding again; only what was locked in is kept. */
    @Test
    void aRecalledGuessIsJudgedAlikeAndKeptNoSecondTime() throws Exception {
        String ticket =
                guess("half", 0, ", \"pattern\": \"ring\"").path("ticket").asText();
        JsonNode settled = last("api/half?" + RING + "&guess=" + ticket).path("settled");
        assertEquals(settled, last("api/half?" + RING + "&recalled=half.0").path("settled"));
        assertEquals(1, part(2).path("predictions").size());
        for (String wrong : List.of("half", "half.4", "half.-1", "half.x", "jumps.0", "nothing.0")) {
            assertEquals(
                    400, server.get("api/half?" + RING + "&recalled=" + wrong).statusCode(), wrong);
        }
    }

    @Test
    void aGuessThatIsNoAnswerIsRefused() throws Exception {
        for (String sent : List.of(
                "{}",
                "{\"id\": \"half\"}",
                "{\"id\": \"half\", \"guess\": 4, \"pattern\": \"ring\"}",
                "{\"id\": \"half\", \"guess\": -1, \"pattern\": \"ring\"}",
                "{\"id\": \"half\", \"guess\": \"Before t = 500\", \"pattern\": \"ring\"}",
                "{\"id\": \"nothing\", \"guess\": 0}")) {
            assertEquals(400, server.post("api/guess", sent).statusCode(), sent);
        }
        assertFalse(server.json("api/progress").path("known").asBoolean());
    }

    private static Stream<String> questions() {
        return Questions.all().stream().map(Question::id);
    }

    /** Settings with which a question's run is short; those of the usual run otherwise. */
    private static final Map<String, Map<String, String>> SHORT = Map.of(
            "depth", Map.of("returns", "1"),
            "training", Map.of("updates", "1"),
            "guidance", Map.of("samples", "16"),
            "lines", Map.of("practised", "0"),
            "scales", Map.of("sentences", "8"),
            "repaint", Map.of("region", "_".repeat(40) + "A".repeat(131)),
            "race", Map.of("lanes", "ddim-2-0-2-learned*ddpm-1-0-2-learned"));

    @ParameterizedTest
    @MethodSource("questions")
    void everyQuestionIsSettledByItsRunInWordsThatAreKept(String id) throws Exception {
        Map<String, String> settings = SHORT.getOrDefault(id, Map.of());
        StringBuilder sent = new StringBuilder(), asked = new StringBuilder();
        settings.forEach((name, value) -> {
            sent.append(", \"").append(name).append("\": \"").append(value).append('"');
            asked.append(name).append('=').append(value).append('&');
        });
        String ticket = guess(id, 0, sent.toString()).path("ticket").asText();
        Question question = Questions.named(id).orElseThrow();
        HttpRequest.Builder run = server.request(question.run().substring(1) + "?" + asked + "guess=" + ticket);
        String answer = server.client
                .send(
                        (question.run().startsWith("/api/return") ? run.POST(BodyPublishers.noBody()) : run).build(),
                        BodyHandlers.ofString())
                .body();
        JsonNode settled = answer.lines()
                .filter(line -> !line.isEmpty())
                .map(line -> Server.parsed(line).path("settled"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.substring(Math.max(0, answer.length() - 500))));
        assertEquals(settled.path("option").asInt() == 0, settled.path("holds").asBoolean());
        JsonNode kept = part(question.part()).path("predictions").path(0);
        assertEquals(id, kept.path("id").asText());
        assertEquals(settled.path("found"), kept.path("found"));
        assertFalse(kept.path("found").asText().isBlank());
    }

    @Test
    void everyQuestionHasWordsAndAnswersThatDiffer() throws Exception {
        Query usual = new Query(Map.<String, String>of()::get);
        for (Question question : Questions.all()) {
            String words = question.asked().apply(usual);
            List<String> options = question.options().apply(usual);
            assertTrue(words.endsWith("?") && words.length() <= 400, question.id() + ": " + words);
            assertTrue(options.size() >= 2, question.id());
            assertEquals(options.size(), new ArrayList<>(new java.util.LinkedHashSet<>(options)).size(), question.id());
            assertTrue(part(question.part()).has("predictions"), question.id());
        }
    }
}
