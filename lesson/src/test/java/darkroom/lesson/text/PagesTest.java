package darkroom.lesson.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.Server;
import darkroom.lesson.web.Assets;
import darkroom.lesson.web.WebJars;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {

    private static final Pattern FILE =
            Pattern.compile("(?:href|src)=\"(/(?:page|webjars)/[^\"]+)\"|\"(/webjars/[^\"]+\\.m?js)\"");

    @TempDir
    static Path empty;

    private static Server server;

    @BeforeAll
    static void start() {
        server = new Server(empty);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyFileThatAPageNamesIsThere() throws Exception {
        for (String page : List.of("", "forward")) {
            HttpResponse<String> answer = server.get(page);
            assertEquals(200, answer.statusCode());
            int found = 0;
            for (Matcher file = FILE.matcher(answer.body()); file.find(); found++) {
                String path = file.group(1) == null ? file.group(2) : file.group(1);
                assertEquals(200, server.get(path.substring(1)).statusCode(), path);
            }
            assertTrue(found > 10, "files named: " + found);
        }
    }

    /** A page names the module of each experiment in it, the style of that experiment's room, and nothing of other rooms. */
    @ParameterizedTest
    @CsvSource({
        "'',opening/live-picture opening/learned-from",
        "drown,drown/drown-lab drown/inversion-lab learner/quick-check",
        "playground,play/play-lab play/repaint-lab play/race-lab play/ideas-lab learner/quick-check",
        "takeaways,review/review-lab review/own-story learner/quick-check",
        "next/words,next/words-lab next/pair-lab next/scales-lab",
        "next/transformers,next/transformer-lab next/twins-lab",
        "glossary,"
    })
    void aPageLoadsTheElementsOfItsTextAndTheirRoomsStyles(String path, @Nullable String expected) throws Exception {
        String page = server.get(path).body();
        Set<String> modules = found(page, "<script type=\"module\" src=\"/page/([a-z]+/[a-z-]+)\\.js\">");
        modules.remove("base/main");
        assertEquals(expected == null ? Set.of() : Set.of(expected.split(" ")), modules);
        Set<String> rooms = new HashSet<>(Set.of("style"));
        modules.forEach(module -> rooms.add(module.split("/")[0]));
        found(page, "href=\"/page/([a-z]+)/[a-z-]+\\.css\"")
                .forEach(room -> assertTrue(rooms.contains(room), room + " on " + path));
        assertEquals(path.equals("playground"), page.contains("/page/play/play.css"));
        for (String module : modules) {
            String code = server.get("page/" + module + ".js").body();
            assertTrue(code.contains("customElements.define('" + module.split("/")[1] + "'"), module);
        }
    }

    private static Set<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void aPageMayLoadNothingFromElsewhere() throws Exception {
        HttpResponse<String> answer = server.get("");
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(answer.body().matches("(?s).*(href|src)=\"https?:.*"), "an address of another server");
    }

    @Test
    void filesComeCompressedAndAreAskedForOnce() throws Exception {
        HttpResponse<byte[]> first = server.client.send(
                server.request("page/style/page.css")
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
        assertEquals("gzip", first.headers().firstValue("Content-Encoding").orElse(""));
        assertTrue(
                first.body().length < server.get("page/style/page.css").body().length() / 2);
        String tag = first.headers().firstValue("ETag").orElse("");
        HttpResponse<String> second = server.client.send(
                server.request("page/style/page.css")
                        .header("If-None-Match", tag)
                        .build(),
                BodyHandlers.ofString());
        assertEquals(304, second.statusCode());
        String lit = server.get(WebJars.path("lit", "index.js").substring(1))
                .headers()
                .firstValue("Cache-Control")
                .orElse("");
        assertTrue(lit.contains("immutable"), lit);
    }

    @Test
    void nothingElseOfTheJarsIsServed() throws Exception {
        for (String path : List.of(
                "page/../page.html",
                "page/%2e%2e/page.html",
                "page/..%2fpage.html",
                "webjars/lit/9.9.9/index.js",
                "webjars/stranger/1.0.0/stranger.js",
                "webjars/../../../../../darkroom/lesson/Lesson.class",
                "page/nothing.js",
                "nothing")) {
            HttpResponse<String> answer = server.get(path);
            assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, path + ": " + answer.statusCode());
        }
        assertEquals(
                "There is nothing at this address.",
                server.json("nothing").path("error").asText());
    }

    /** Each of these names a file that there is, by a way that leaves the folder or begins at the top. */
    @Test
    void nothingIsFoundOutsideOfAFolder() {
        Assets assets = new Assets();
        assertTrue(assets.find("/lesson/page/", "style/page.css").isPresent());
        for (String path : List.of("../page/style/page.css", "style/../style/page.css", "/style/page.css")) {
            assertTrue(assets.find("/lesson/page/", path).isEmpty(), path);
        }
    }

    @Test
    void eachPartLeadsToTheNextAndTheLastToCompletion() throws Exception {
        List<Part> parts = new Pages(LessonText.SHIPPED, new Checks(LessonText.SHIPPED)).parts();
        for (int i = 0; i < parts.size(); i++) {
            String to = i + 1 < parts.size() ? parts.get(i + 1).path() : "progress";
            String page = server.get(parts.get(i).path()).body();
            assertTrue(
                    page.contains("<a class=\"next\" href=\"/" + to + "\">"),
                    parts.get(i).path());
        }
        assertFalse(server.get("glossary").body().contains("class=\"next\""));
    }

    @Test
    void aPageOfAPartSaysWhoseItIsAndLeadsBack() throws Exception {
        String page = server.get("next/words").body();
        assertTrue(page.contains("<p class=\"eyebrow\"><a href=\"/next\">Part 8, next steps</a></p>"), page);
        assertTrue(page.contains("<a href=\"/next\" aria-current=\"true\">"), page);
        assertTrue(page.contains("<a class=\"next\" href=\"/next\">"), page);
    }

    @Test
    void textKeepsItsFormulasAndElements() {
        String html =
                Markdown.html("Of $x_t = \\alpha_t x_0$ and *this*.\n\n<forward-lab></forward-lab>\n\n$$a < b$$\n");
        assertTrue(html.contains("<span class=\"tex\">x_t = \\alpha_t x_0</span>"), html);
        assertTrue(html.contains("\n<forward-lab></forward-lab>"), html);
        assertTrue(html.contains("<span class=\"tex display\">a &lt; b</span>"), html);
    }

    @Test
    void noLineBreaksBetweenAFormulaAndItsComma() {
        String html = Markdown.html("From $W$, and $T$ (or $t$).\n");
        assertEquals(2, html.split("</span>\u2060[,)]", -1).length - 1, html);
        assertTrue(html.contains("</span> (or"), html);
    }
}
