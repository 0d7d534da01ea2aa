package darkroom.lesson.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.web.Query;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        int right = t.isNull() || t.asInt() >= 875 ? 3 : t.asInt() >= 700 ? 2 : t.asInt() >= 400 ? 1 : 0;
        assertEquals(right, settled.path("option").asInt());
        assertEquals(right == 0, settled.path("holds").asBoolean());
        JsonNode kept = part(2).path("predictions").path(0);
        assertEquals("Before 400", kept.path("guess").asText());
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

    @Test
    void aGuessThatIsNoAnswerIsRefused() throws Exception {
        for (String sent : List.of(
                "{}",
                "{\"id\": \"half\"}",
                "{\"id\": \"half\", \"guess\": 4, \"pattern\": \"ring\"}",
                "{\"id\": \"half\", \"guess\": -1, \"pattern\": \"ring\"}",
                "{\"id\": \"half\", \"guess\": \"Before 400\", \"pattern\": \"ring\"}",
                "{\"id\": \"nothing\", \"guess\": 0}")) {
            assertEquals(400, server.post("api/guess", sent).statusCode(), sent);
        }
        assertFalse(server.json("api/progress").path("known").asBoolean());
    }

    @Test
    void everyQuestionHasWordsAndAnswersThatDiffer() {
        Query usual = new Query(Map.<String, String>of()::get);
        for (Question question : Questions.all()) {
            String words = question.asked().apply(usual);
            List<String> options = question.options().apply(usual);
            assertTrue(words.endsWith("?") && words.length() <= 400, question.id() + ": " + words);
            assertTrue(options.size() >= 2, question.id());
            assertEquals(options.size(), new ArrayList<>(new java.util.LinkedHashSet<>(options)).size(), question.id());
            assertTrue(ProgressDesk.LABS.contains(question.part()), question.id());
        }
    }
}
