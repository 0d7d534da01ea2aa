package darkroom.lesson.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.Lesson;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.web.Assets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text that a teacher edits: it replaces what ships, and what is wrong with it is told by file and line. */
class LessonTextTest {

    @TempDir
    Path folder;

    private List<String> mistakes() {
        return assertThrows(TextMistakes.class, () -> LessonText.of(folder)).sentences();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void whatShipsIsSound() {
        assertEquals(List.of(), new Proofreader(LessonText.SHIPPED).mistakes());
    }

    @Test
    void theSettingsInLinksAreThoseThatExperimentsTake() throws IOException {
        StringBuilder experiments = new StringBuilder();
        try (Stream<Path> scripts = Files.walk(Path.of("src/main/resources/lesson/page"))) {
            for (Path script :
                    scripts.filter(one -> one.toString().endsWith(".js")).toList()) {
                experiments.append(Files.readString(script));
            }
        }
        List<String> unknown = new ArrayList<>();
        for (String file : LessonText.files()) {
            for (MatchResult link : Pattern.compile("(?:\\]\\(|show: )/[a-z]*\\?([^\\s)#]*)")
                    .matcher(Assets.text("/lesson/" + file))
                    .results()
                    .toList()) {
                for (String setting : link.group(1).split("&")) {
                    String[] both = setting.split("=");
                    String taken = "\\b" + both[0] + ": (\\{ (\\.\\.\\.SEED, )?value|SEED)";
                    if (both.length != 2
                            || !Pattern.compile(taken).matcher(experiments).find()) {
                        unknown.add(file + ": " + setting);
                    }
                }
            }
        }
        assertEquals(List.of(), unknown);
    }

    @Test
    void whatShipsCanBeWrittenOutAndReadBackButNotOverAnything() throws IOException {
        Path fresh = folder.resolve("mine");
        LessonText.write(fresh);
        LessonText text = LessonText.of(fresh);
        for (String file : LessonText.files()) {
            assertEquals(Assets.text("/lesson/" + file), text.read(file));
        }
        assertThrows(IllegalArgumentException.class, () -> LessonText.write(fresh));
    }

    @Test
    void aFileReplacesTheOneOfItsNameAndTheOthersStay() throws Exception {
        write("parts/2-forward.md", """
                ---
                part: 2
                path: forward
                name: Vorwärts
                title: Wie ein Bild ertrinkt
                lead: Ein *anderer* Anfang.
                ---

                <forward-lab></forward-lab>

                Ein Satz mit <kbd>Taste</kbd>, [einem Wort](/glossary#snr) und [einem Verweis](/drown?depth=40).
                """);
        LessonSettings settings = new LessonSettings(LessonSettings.HOST, 0, folder, 1).withText(folder);
        try (Lesson lesson = Lesson.start(settings)) {
            var client = java.net.http.HttpClient.newHttpClient();
            String own = client.send(
                            java.net.http.HttpRequest.newBuilder(java.net.URI.create(lesson.url() + "forward"))
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body();
            assertTrue(own.contains("<h1>Wie ein Bild ertrinkt</h1>"), own);
            assertTrue(own.contains("<a class=\"term\" href=\"/glossary#snr\">einem Wort</a>"), own);
            String other = client.send(
                            java.net.http.HttpRequest.newBuilder(java.net.URI.create(lesson.url() + "drown"))
                                    .build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body();
            assertTrue(other.contains("How far can you go"), other);
            assertTrue(other.contains("Vorwärts"), "the strip of film names the teacher's part");
        }
    }

    @Test
    void allMistakesAreToldAtOnceByFileAndLine() throws IOException {
        write("parts/2-forward.md", """
                ---
                part: 1
                path: forward
                title: T
                lead: L
                ---

                <foo-lab></foo-lab> <unet-shape></unet-shape>

                A [link](/nowhere), a [word](/glossary#nothing) and [another](elsewhere).
                [Two](/drown?depth=60?seed=2).
                [Three](/reverse?t=50#telescope) and [four](/reverse?t=50#microscope).

                <details class="deeper">
                <summary>More</summary>

                <script>alert(1)</script>

                </details>

                ![A picture](/picture.png) <forward-lab onclick="x()"></forward-lab> [j](javascript:alert)

                ```java Nothing.java Nothing
                ```
                """);
        write(
                "checks.md",
                Assets.text("/lesson/checks.md")
                        .replace("show: /forward?t=600", "show: /fourword")
                        .replace("## Part 5", "## Part five"));
        write("parts/3-schedule.md", "x");
        List<String> mistakes = mistakes();
        for (String expected : List.of(
                "parts/3-schedule.md is no file of the lesson.",
                "parts/2-forward.md, line 1: the head needs a line 'name: ...'.",
                "parts/2-forward.md, line 8: there is no experiment <foo-lab>.",
                "parts/2-forward.md, line 8: there is no experiment <unet-shape>.",
                "parts/2-forward.md, line 10: there is no page at /nowhere.",
                "parts/2-forward.md, line 10: the glossary has no word 'nothing'.",
                "parts/2-forward.md, line 10: a link leads to a path of the lesson",
                "parts/2-forward.md, line 11: settings follow one question mark",
                "parts/2-forward.md, line 12: no experiment on /reverse is named 'telescope'",
                "parts/2-forward.md, line 17: <script> cannot stand in the text",
                "parts/2-forward.md, line 21: pictures cannot be shown",
                "parts/2-forward.md, line 21: <forward-lab> has attributes",
                "parts/2-forward.md, line 21: a link leads to",
                "parts/2-forward.md, line 23: the lesson has no program Nothing.java.",
                "a part is one digit, not 'five'",
                ": there is no page at /fourword.")) {
            assertTrue(mistakes.stream().anyMatch(one -> one.contains(expected)), expected + " in " + mistakes);
        }
        assertTrue(mistakes.stream().noneMatch(one -> one.contains("microscope'")), mistakes::toString);
        assertTrue(mistakes.stream().allMatch(one -> one.endsWith(".")), mistakes::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "part: 3 | part: 2 | parts/3-schedules.md, line 2: part 2 is that of parts/2-forward.md already.",
                "path: schedules | path: drown | parts/3-schedules.md, line 3: the path 'drown' is that of parts/1-drown.md already.",
                "part: 3 | part: three | parts/3-schedules.md, line 2: a part is one digit, not 'three'.",
                "path: schedules | path: Sche dules | parts/3-schedules.md, line 3: a path has small letters",
                "title: | heading: | parts/3-schedules.md, line 1: the head needs a line 'title: ...'.",
            })
    void aHeadThatIsNotSoundIsRefused(String was, String is, String expected) throws IOException {
        write(
                "parts/3-schedules.md",
                Assets.text("/lesson/parts/3-schedules.md").replaceFirst(was, is));
        List<String> mistakes = mistakes();
        assertTrue(mistakes.stream().anyMatch(one -> one.startsWith(expected)), mistakes::toString);
    }

    @Test
    void aFolderThatIsNoneOrHoldsNothingIsRefused() {
        assertTrue(mistakes().get(0).contains("holds none of the lesson's files"));
        Path none = folder.resolve("none");
        assertTrue(assertThrows(TextMistakes.class, () -> LessonText.of(none))
                .getMessage()
                .contains("There is no folder"));
        assertFalse(Files.exists(none));
    }
}
