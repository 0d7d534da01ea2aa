package darkroom.lesson.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.web.Assets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quick checks: their file, and what is asked and answered over HTTP. */
class CheckTest {

    private static final String SOUND = """
            ## Part 2

            What happens to $x$?

            show: /forward?t=3

            - [ ] one
              because
            - [x] two
              it does
            - [ ] three
              because
            - [ ] four
              because
            """;

    private static final List<Check> SHIPPED = Check.of("checks.md", Assets.text("/lesson/checks.md"));

    @Test
    void twoChecksOfFourAnswersShipForEachPart() {
        assertEquals(
                IntStream.rangeClosed(1, 7)
                        .boxed()
                        .flatMap(part -> Stream.of(part + ".1", part + ".2"))
                        .toList(),
                SHIPPED.stream()
                        .map(check -> check.part() + "." + check.number())
                        .toList());
        for (Check check : SHIPPED) {
            assertEquals(
                    4,
                    check.options().stream().map(Check.Option::text).distinct().count());
            assertEquals(
                    4,
                    check.options().stream().map(Check.Option::why).distinct().count());
            // The page says "Right." before it.
            check.options()
                    .forEach(option -> assertFalse(option.why().matches("(?s)\\W*(Yes|Right)\\b.*"), option.why()));
        }
    }

    /** Whoever takes the longest answer, or the shortest, gains nothing by it. */
    @Test
    void theRightAnswerCannotBeToldByItsLength() {
        int longest = 0, shortest = 0;
        for (Check check : SHIPPED) {
            List<Integer> lengths =
                    check.options().stream().map(CheckTest::length).toList();
            int right = check.options().stream()
                    .filter(Check.Option::right)
                    .mapToInt(CheckTest::length)
                    .findFirst()
                    .orElseThrow();
            assertTrue(
                    Collections.max(lengths) < 1.25 * Collections.min(lengths),
                    () -> lengths + " characters in " + check.question());
            longest += right == Collections.max(lengths) ? 1 : 0;
            shortest += right == Collections.min(lengths) ? 1 : 0;
        }
        // A quarter of them, rounded up, is chance.
        int chance = (SHIPPED.size() + 3) / 4;
        assertTrue(longest <= chance, longest + " right answers are the longest");
        assertTrue(shortest <= chance, shortest + " right answers are the shortest");
    }

    /** How many letters a reader sees: of a formula its letters, without what sets it. */
    private static int length(Check.Option option) {
        return option.text()
                .replaceAll("<[^>]*>", "")
                .replaceAll("&[a-z]+;", "x")
                .replaceAll("\\\\(bar|sqrt|hat)", "")
                .replaceAll("\\\\[a-z]+", "x")
                .replaceAll("[{}$_]", "")
                .length();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "## Part 2 | ## Part two | line 1: a part is one digit",
                "- [x] two | - [ ] two   | line 1: exactly one answer",
                "- [ ] four | - [x] four | line 1: exactly one answer",
                "show: /   | show: //x.y/  | line 5: what is shown",
                "'  it does' | 'it does' | line 9: an answer needs an explanation",
                "What happens to $x$? | '' | line 1: a check needs a question",
            })
    void aBrokenFileIsRefusedByItsLine(String was, String is, String reason) {
        String broken = SOUND.replace(was, is);
        String message = assertThrows(IllegalArgumentException.class, () -> Check.of("checks.md", broken))
                .getMessage();
        assertTrue(message.startsWith("checks.md, " + reason), message);
    }

    @Test
    void threeAnswersAreRefused() {
        String three = SOUND.substring(0, SOUND.indexOf("- [ ] four"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Check.of("checks.md", three))
                .getMessage()
                .contains("not 3"));
    }

    @Test
    void theAnswerIsNotToldBeforeItIsGiven(@TempDir Path nothing) throws Exception {
        try (Server server = new Server(nothing)) {
            String asked = server.get("api/check?part=2").body();
            JsonNode check = Server.parsed(asked);
            assertEquals(4, check.path("options").size());
            assertFalse(asked.contains("right") || asked.contains("why"), asked);
            assertFalse(server.get("forward").body().contains("Both weights move"));
            int right = 0;
            for (int answer = 0; answer < 4; answer++) {
                JsonNode verdict = answer(server, "2", String.valueOf(answer));
                right += verdict.path("right").asBoolean() ? 1 : 0;
                assertFalse(verdict.path("why").asText().isEmpty());
                assertEquals(
                        200,
                        server.get(verdict.path("show").asText().substring(1)).statusCode());
            }
            assertEquals(1, right);
            assertTrue(
                    answer(server, "2", "4").path("error").asText().contains("answer is a whole number from 0 to 3"));
            assertTrue(answer(server, "2", "null").path("error").asText().contains("answer is a whole number"));
            assertEquals(404, server.get("api/answer?part=2&answer=1").statusCode());
            assertEquals(400, server.get("api/check?part=8").statusCode());
            String second = server.get("api/check?part=2&number=2").body();
            assertFalse(second.equals(asked) || second.contains("why"), second);
            assertEquals(400, server.get("api/check?part=2&number=3").statusCode());
        }
    }

    private static JsonNode answer(Server server, String part, String answer) throws Exception {
        return Server.parsed(server.post(
                        "api/answer",
                        "{\"part\": %s, \"answer\": %s, \"ticket\": \"ticket-%s\"}".formatted(part, answer, answer))
                .body());
    }

    @Test
    void whatIsShownExistsForEveryPartThatDoes(@TempDir Path nothing) throws Exception {
        List<Integer> parts = new Pages(LessonText.SHIPPED, new Checks(LessonText.SHIPPED))
                .parts().stream().map(Part::number).toList();
        try (Server server = new Server(nothing)) {
            for (Check check : SHIPPED) {
                if (parts.contains(check.part())) {
                    assertEquals(200, server.get(check.show().substring(1)).statusCode(), check.show());
                }
            }
        }
    }
}
