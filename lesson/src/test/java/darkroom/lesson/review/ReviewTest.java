package darkroom.lesson.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.Seeds;
import darkroom.lesson.Server;
import darkroom.torch.Threads;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last review: every answer worked out a second time from the numbers in its question, and what HTTP tells of it. */
class ReviewTest {

    private static final int QUESTIONS = 60;
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])−?\\d+(\\.\\d+)?");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void theRightAnswerIsRight(int part) {
        Threads.use(1);
        Set<String> kinds = new HashSet<>();
        for (int seed = 0; seed < QUESTIONS; seed++) {
            Exercise exercise = Exercises.of(part, Seeds.random(seed, part));
            assertTrue(exercise.tellsApart(), exercise::question);
            assertEquals(3, exercise.wrong().size());
            kinds.add(exercise.question().replaceAll("[^a-z]", "").substring(0, 12));
            String expected = answer(exercise.question());
            assertEquals(expected, exercise.right(), exercise.question());
            assertFalse(exercise.worked().contains("NaN"), exercise::worked);
            exercise.wrong().forEach(wrong -> assertFalse(wrong.text().matches("0(\\.0)? m?s"), wrong::text));
        }
        assertTrue(kinds.size() >= (part >= 2 && part <= 4 ? 2 : 1), kinds.toString());
    }

    /** The answer from the numbers in the question alone. */
    private static String answer(String question) {
        double[] n = NUMBER.matcher(question)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group().replace('−', '-')))
                .toArray();
        if (question.startsWith("You drown")) {
            double t = n[0] / 100;
            return "By " + text(Math.cos((t + 0.008) / 1.008 * Math.PI / 2) / Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
        }
        if (question.startsWith("At some step")) {
            double decibels = 10 * Math.log10(n[0] / (1 - n[0]));
            return (decibels > 0 ? "+" : "") + text(decibels, 1) + " dB";
        }
        if (question.startsWith("The picture has")) {
            double share = n[0] / 100;
            return text(100 * Math.sqrt(share), 1) + "% and " + text(100 * Math.sqrt(1 - share), 1) + "%";
        }
        if (question.startsWith("DDPM's linear")) {
            return "Linear " + text(100 * above(n[1], linear((int) n[0], 1000 / n[0])), 1) + "%, cosine "
                    + text(100 * above(n[1], cosine((int) n[0])), 1) + "%";
        }
        if (question.startsWith("Somebody takes")) {
            double[] shares = linear((int) n[2], 1);
            return text(100 * Math.sqrt(shares[shares.length - 1]), 1) + "%";
        }
        if (question.startsWith("A pixel of")) {
            double noise = (n[0] - Math.sqrt(n[1]) * n[2]) / Math.sqrt(1 - n[1]);
            Matcher to = Pattern.compile("alpha_\\{t-1} = (0\\.\\d+)").matcher(question);
            assertTrue(to.find());
            double share = Double.parseDouble(to.group(1));
            return text(Math.sqrt(share) * n[2] + Math.sqrt(1 - share) * noise, 2);
        }
        if (question.startsWith("In ")) {
            return text(n[0] / 50 - 1, 1);
        }
        if (question.startsWith("For a pixel")) {
            return text((1 - n[2]) * n[1] + n[2] * n[0], 2);
        }
        if (question.startsWith("A network")) {
            return Math.round(question.contains("Heun") ? 2 * n[n.length - 1] - 1 : n[n.length - 1]) + " times";
        }
        if (question.startsWith("An evaluation")) {
            double milliseconds = n[0] * n[1] * n[2];
            return milliseconds < 1000 ? Math.round(milliseconds) + " ms" : text(milliseconds / 1000, 1) + " s";
        }
        throw new IllegalStateException(question);
    }

    private static double[] linear(int timesteps, double scale) {
        double[] shares = new double[timesteps];
        double left = 1;
        for (int i = 0; i < timesteps; i++) {
            left *= 1 - Math.min(0.999, scale * (1e-4 + (0.02 - 1e-4) * i / (timesteps - 1)));
            shares[i] = left;
        }
        return shares;
    }

    private static double[] cosine(int timesteps) {
        return IntStream.rangeClosed(1, timesteps)
                .mapToDouble(t -> Math.cos(((double) t / timesteps + 0.008) / 1.008 * Math.PI / 2))
                .map(root -> root * root / Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2))
                .toArray();
    }

    private static double above(double decibels, double[] shares) {
        double limit = Math.pow(10, decibels / 10);
        return IntStream.range(0, shares.length)
                        .filter(i -> shares[i] / (1 - shares[i]) > limit)
                        .count()
                / (double) shares.length;
    }

    private static String text(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", Math.abs(value));
        return value < 0 && Double.parseDouble(text) != 0 ? "−" + text : text;
    }

    @Test
    void theRightAnswerIsNotToldBeforeOneIsGiven(@TempDir Path nothing) throws Exception {
        try (Server server = new Server(nothing)) {
            for (int part = 1; part <= 7; part++) {
                String address = "api/review?part=" + part + "&seed=11";
                JsonNode asked = server.json(address);
                assertEquals(
                        List.of("part", "question", "options"),
                        List.copyOf(asked.properties().stream()
                                .map(java.util.Map.Entry::getKey)
                                .toList()));
                assertEquals(asked, server.json(address), "a seed is a question");
                assertNotEquals(
                        asked.path("question"), server.json(address + "2").path("question"));
                int right = 0;
                for (int answer = 0; answer < 4; answer++) {
                    JsonNode verdict = server.json("api/review/answer?part=" + part + "&seed=11&answer=" + answer);
                    boolean holds = verdict.path("right").asBoolean();
                    right += holds ? 1 : 0;
                    assertEquals(holds, verdict.path("answer").asInt() == answer);
                    assertEquals(holds, verdict.path("why").asText().isEmpty());
                    assertFalse(verdict.path("worked").asText().isEmpty());
                    assertEquals(
                            200,
                            server.get(verdict.path("show").asText().substring(1))
                                    .statusCode());
                }
                assertEquals(1, right);
            }
            assertEquals(400, server.get("api/review?part=8").statusCode());
            assertEquals(400, server.get("api/review?part=2&seed=-1").statusCode());
            assertEquals(400, server.get("api/review/answer?part=2&seed=1").statusCode());
        }
    }
}
