package darkroom.lesson.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.text.Check;
import darkroom.lesson.web.Assets;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Progress over HTTP: who it belongs to, what is refused, and that it is kept. */
class ProgressDeskTest {

    private static final String ANSWER = "{\"part\": 2, \"answer\": 1, \"ticket\": \"ticket-1\"}";

    @TempDir
    Path folder;

    private Server server;

    @BeforeEach
    void start() {
        server = new Server(new LessonSettings(LessonSettings.HOST, 0, folder, 1).keeping(folder));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode part(JsonNode progress, int number) {
        for (JsonNode part : progress.path("parts")) {
            if (part.path("part").asInt() == number) {
                return part;
            }
        }
        throw new IllegalArgumentException("no part " + number + " in " + progress);
    }

    /** A request as the browser of someone else's page would send it, or of nobody known. */
    private HttpResponse<String> raw(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = server.request(path).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return java.net.http.HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void readingSetsNoCookieAndTheFirstAnswerSetsOneThatScriptsCannotRead() throws Exception {
        for (String path : List.of("", "forward", "progress", "api/progress", "api/check?part=2")) {
            assertTrue(server.get(path).headers().firstValue("Set-Cookie").isEmpty(), path);
        }
        assertFalse(server.json("api/progress").path("known").asBoolean());
        HttpResponse<String> answered = server.post("api/answer", ANSWER);
        String cookie = answered.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.matches("learner=[A-Za-z0-9_-]{27};.*"), cookie);
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), cookie);
        assertFalse(answered.body().contains(cookie.substring(8, 35)));
        assertTrue(server.json("api/progress").path("known").asBoolean());
        assertFalse(
                Server.parsed(raw(
                                        "api/seen",
                                        "{\"part\": 0}",
                                        "Content-Type",
                                        "application/json",
                                        "Cookie",
                                        "learner=" + "A".repeat(27))
                                .headers()
                                .firstValue("Set-Cookie")
                                .map(given -> "{\"taken\": " + given.contains("A".repeat(27)) + "}")
                                .orElseThrow())
                        .path("taken")
                        .asBoolean(),
                "a number that this server did not give");
    }

    @Test
    void allIsThereInAnotherWindowAndAfterARestart() throws Exception {
        server.post("api/answer", "{\"part\": 2, \"answer\": 0, \"ticket\": \"ticket-0\"}");
        JsonNode verdict = Server.parsed(server.post("api/answer", ANSWER).body());
        assertTrue(verdict.path("right").asBoolean());
        look();
        String ticket = Server.parsed(server.post("api/guess", "{\"id\": \"noise\", \"guess\": 3}")
                        .body())
                .path("ticket")
                .asText();
        JsonNode found = server.json("api/journey/noise?pattern=ring&guess=" + ticket);
        assertFalse(found.path("settled").path("holds").asBoolean());
        String cookie = cookie();
        JsonNode before = server.json("api/progress");
        JsonNode forward = part(before, 2);
        assertTrue(forward.path("done").asBoolean());
        assertEquals(2, forward.path("check").path("tries").asInt());
        assertEquals(1, forward.path("check").path("answer").asInt());
        assertEquals(verdict.path("why"), forward.path("check").path("verdict").path("why"));
        JsonNode kept = part(before, 5).path("predictions").path(0);
        assertEquals(found.path("settled").path("found"), kept.path("found"));
        assertTrue(kept.path("found").asText().endsWith("% of the time"), kept.toString());
        assertEquals(1, before.path("done").asInt());
        assertTrue(part(before, 3).path("check").path("verdict").isMissingNode());
        server.close();
        start();
        HttpResponse<String> after = java.net.http.HttpClient.newHttpClient()
                .send(server.request("api/progress").header("Cookie", cookie).build(), BodyHandlers.ofString());
        assertEquals(before, Server.parsed(after.body()));
    }

    /** Does the core lab of part 2, which asks nothing where there is no classifier. */
    private HttpResponse<String> look() throws Exception {
        String receipt = server.json("api/forward?pattern=ring").path("receipt").asText();
        return server.post("api/lab", "{\"receipt\": \"" + receipt + "\"}");
    }

    /** The cookie as a browser would send it again. */
    private String cookie() throws Exception {
        return server.post("api/seen", "{\"part\": 0}")
                .headers()
                .firstValue("Set-Cookie")
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .orElseThrow();
    }

    @Test
    void completionIsOfferedWhenAllIsDoneAndCanBeUndone() throws Exception {
        server.close();
        TestModels.writeModel(folder);
        TestModels.writeClassifier(folder);
        start();
        server.ready();
        assertEquals(400, server.post("api/complete", "{\"done\": true}").statusCode());
        for (Check check : Check.of("checks.md", Assets.text("/lesson/checks.md"))) {
            if (check.number() == 2) {
                continue;
            }
            int right = IntStream.range(0, 4)
                    .filter(i -> check.options().get(i).right())
                    .findFirst()
                    .orElseThrow();
            server.post(
                    "api/answer",
                    "{\"part\": " + check.part() + ", \"answer\": " + right + ", \"ticket\": \"ticket-" + check.part()
                            + "\"}");
        }
        assertEquals(400, server.post("api/complete", "{\"done\": true}").statusCode());
        for (int part : ProgressDesk.LABS) {
            assertEquals(400, server.post("api/lab", "{\"part\": " + part + "}").statusCode());
        }
        assertFalse(server.json("api/progress").path("mayComplete").asBoolean(), "nobody is told that by the page");
        doLabs();
        assertTrue(server.json("api/progress").path("mayComplete").asBoolean());
        assertTrue(server.json("api/progress").path("completed").isNull());
        HttpResponse<String> done = server.post("api/complete", "{\"done\": true}");
        assertFalse(Server.parsed(done.body()).path("completed").isNull(), done.body());
        HttpResponse<String> undone = server.post("api/complete", "{\"done\": false}");
        assertTrue(Server.parsed(undone.body()).path("completed").isNull(), undone.body());
    }

    /** Each core lab in its shortest form. */
    private void doLabs() throws Exception {
        settle("half", "half?pattern=ring", ", \"pattern\": \"ring\"");
        settle("drawn", "groups/drawn?seed=1", "");
        settle("jumps", "jumps?maker=exact&pattern=ring", ", \"maker\": \"exact\", \"pattern\": \"ring\"");
        settle("noise", "journey/noise?pattern=ring", "");
        settle("forward", "journey/pairs?pattern=ring&other=cross", "");
        settle("reverse", "journey/twice?pattern=ring&maker=exact", "");
        HttpResponse<String> returned = server.client.send(
                server.request("api/return/depths?pattern=ring&returns=1&guess="
                                + guess("depth", ", \"pattern\": \"ring\""))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertTrue(returned.body().contains("settled"), returned.body());
        List<JsonNode> run = server.records("api/run?maker=exact&steps=2");
        String receipt = run.get(run.size() - 1).path("receipt").asText();
        server.post("api/lab", "{\"receipt\": \"" + receipt + "\"}");
        assertEquals(
                400,
                server.post("api/lab", "{\"receipt\": \"" + receipt + "\"}").statusCode());
    }

    private String guess(String id, String more) throws Exception {
        return Server.parsed(server.post("api/guess", "{\"id\": \"" + id + "\", \"guess\": 0" + more + "}")
                        .body())
                .path("ticket")
                .asText();
    }

    private void settle(String id, String run, String more) throws Exception {
        HttpResponse<String> answer = server.get("api/" + run + "&guess=" + guess(id, more));
        assertTrue(answer.body().contains("\"settled\":{\"id\":\"" + id), answer.body());
    }

    @Test
    void onesDataCanBeTakenAwayAndDeleted() throws Exception {
        server.post("api/answer", ANSWER);
        look();
        HttpResponse<String> file = server.get("api/progress/export");
        assertTrue(file.headers().firstValue("Content-Disposition").orElse("").startsWith("attachment"));
        JsonNode data = Server.parsed(file.body());
        assertEquals(1, data.path("answers").path(0).path("try").asInt());
        assertEquals(2, data.path("experiments").path(0).path("part").asInt());
        assertTrue(data.path("answers").path(0).path("time").asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
        HttpResponse<String> deleted = server.post("api/progress/delete", "{}");
        assertTrue(
                deleted.headers().firstValue("Set-Cookie").orElse("").matches("learner=;.*(Max-Age=0|01.Jan.1970).*"));
        assertFalse(server.json("api/progress").path("known").asBoolean());
        assertEquals(0, server.json("api/progress/export").path("answers").size());
    }

    @Test
    void anotherSitesPageChangesNothing() throws Exception {
        for (String wrong : List.of(
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: none",
                "Origin: https://elsewhere.example",
                "Origin: null",
                "Origin: http://127.0.0.1:1",
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded")) {
            assertChangesNothing(wrong.split(": ")[0], wrong.split(": ")[1]);
        }
        assertEquals(
                404, server.get("api/answer?part=2&answer=1&ticket=ticket-1").statusCode());
        String own = server.lesson.url().substring(0, server.lesson.url().length() - 1);
        assertEquals(
                200,
                raw("api/answer", ANSWER, "Content-Type", "application/json", "Origin", own)
                        .statusCode());
    }

    private void assertChangesNothing(String header, String value) throws Exception {
        String[] headers = header.equals("Content-Type")
                ? new String[] {header, value}
                : new String[] {"Content-Type", "application/json", header, value};
        for (String path : List.of("answer", "lab", "guess", "seen", "complete", "progress/delete")) {
            HttpResponse<String> refused = raw("api/" + path, ANSWER, headers);
            assertEquals(400, refused.statusCode(), path);
            assertTrue(refused.headers().firstValue("Set-Cookie").isEmpty(), path);
        }
        assertEquals(
                404, server.get("api/answer?part=2&answer=1&ticket=ticket-1").statusCode());
    }

    @Test
    void anAnswerThatMakesNoSenseIsRefusedInASentenceAndNobodyIsWelcomedForIt() throws Exception {
        for (String body : List.of(
                "",
                "[]",
                "7",
                "{\"part\":",
                "{\"part\": 2, \"answer\": 4, \"ticket\": \"ticket-1\"}",
                "{\"part\": 2, \"answer\": -1, \"ticket\": \"ticket-1\"}",
                "{\"part\": 2, \"answer\": 1.5, \"ticket\": \"ticket-1\"}",
                "{\"part\": 8, \"answer\": 1, \"ticket\": \"ticket-1\"}",
                "{\"part\": 99999999999999999999, \"answer\": 1, \"ticket\": \"ticket-1\"}",
                "{\"part\": [2], \"answer\": 1, \"ticket\": \"ticket-1\"}",
                "{\"part\": 2, \"answer\": 1}",
                "{\"part\": 2, \"answer\": 1, \"ticket\": \"'; DROP TABLE answer; --\"}",
                "{\"part\": 2, \"answer\": 1, \"ticket\": \"ticket\\u0000-1\"}")) {
            assertRefused(server.post("api/answer", body));
        }
    }

    @Test
    void textOfTheBrowserIsNotTaken() throws Exception {
        assertEquals(404, server.post("api/prediction", "{\"part\": 2}").statusCode());
        for (String receipt : List.of("x".repeat(401), "", "a\\u0000b", "\\ud800", "line\\nline", "made-up")) {
            assertRefused(server.post("api/lab", "{\"receipt\": \"" + receipt + "\"}"));
        }
        assertRefused(server.post("api/answer", "{\"x\": \"" + "y".repeat(20_000) + "\"}"));
        assertRefused(server.post("api/lab", "{\"part\": 1}"));
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode(), answer.body());
        String said = Server.parsed(answer.body()).path("error").asText();
        assertTrue(said.endsWith(".") && !said.contains("Exception"), said);
        assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
    }
}
