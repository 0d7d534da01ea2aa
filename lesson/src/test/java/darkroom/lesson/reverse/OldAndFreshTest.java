package darkroom.lesson.reverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Studio;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.schedule.Step;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Old and fresh noise after a step, against what follows from the step's coefficients. */
class OldAndFreshTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel);

    private static JsonNode measured(String query) throws Exception {
        List<JsonNode> records = server.records("api/microscope/noises?" + query);
        return records.get(records.size() - 1);
    }

    private static Step step(int t) {
        return new Spacing.Trailing()
                .grid(Studio.SCHEDULE, Microscope.STEPS)
                .steps()
                .get(Microscope.STEPS - t);
    }

    private static double snr(NoiseLevel level) {
        return level.alphaBar() / (1 - level.alphaBar());
    }

    /**
     * Told the picture, a step leaves beta_t / (1 - alpha_bar_t) of the next noise's power fresh; the old share is by how
     * much the signal-to-noise ratio rose.
     */
    @Test
    void theOraclesSharesFollowFromTheCoefficients() throws Exception {
        for (int t : new int[] {2, 3, 5, 10, 30, 50, 70, 77, 78, 79, 80}) {
            JsonNode end = measured("maker=oracle&pattern=cross&noise=4&t=" + t);
            double before = step(t).from().alphaBar(), after = step(t).to().alphaBar();
            String where = "t = " + t;
            assertEquals((1 - before / after) / (1 - before), end.path("fresh").asDouble(), 1e-5, where);
            assertEquals(
                    snr(step(t).from()) / snr(step(t).to()), end.path("old").asDouble(), 1e-5, where);
            assertEquals(0, end.path("wrong").asDouble(), 1e-5, where);
            double kept = end.path("kept").asDouble(), added = end.path("added").asDouble();
            assertEquals(1 - after, kept * kept + added * added, 1e-5, where);
            assertEquals(step(t).to().sigma(), end.path("after").asDouble(), where);
            assertTrue(kept < end.path("after").asDouble(), where);
        }
    }

    /** In one picture, the shares are the squares of the correlations with either noise, as far as those two do not correlate. */
    @Test
    void theShownPicturesSayTheSame() throws Exception {
        for (String maker : List.of("oracle", "exact", "learned")) {
            for (int t : new int[] {10, 50, 78}) {
                String query = "pattern=ring&noise=5&maker=" + maker + "&t=" + t;
                JsonNode pictures = server.json("api/microscope?" + query).path("pictures"), end = measured(query);
                float[] next = Server.pixels(pictures.path("next")), target = Server.pixels(pictures.path("target"));
                double alpha = step(t).to().alpha();
                double[] noise = IntStream.range(0, next.length)
                        .mapToDouble(i -> next[i] - alpha * target[i])
                        .toArray();
                String where = maker + ", t = " + t;
                assertEquals(
                        correlation(noise, Server.pixels(pictures.path("fresh"))),
                        Math.sqrt(end.path("fresh").asDouble()),
                        0.08,
                        where);
                assertEquals(
                        correlation(noise, Server.pixels(pictures.path("noise"))),
                        Math.sqrt(end.path("old").asDouble()),
                        0.08,
                        where);
            }
        }
    }

    private static double correlation(double[] one, float[] other) {
        double both = 0, first = 0, second = 0;
        for (int i = 0; i < one.length; i++) {
            both += one[i] * other[i];
            first += one[i] * one[i];
            second += other[i] * other[i];
        }
        return both / Math.sqrt(first * second);
    }

    /** What the lab says of the wrong answers: a small part in the middle, half only near the ends, most at the first steps. */
    @Test
    void theAnswerDependsOnWhereTheStepIs() throws Exception {
        for (int t = 2; t <= Microscope.STEPS; t++) {
            int expected = t >= 79 ? 3 : t <= 7 || t >= 74 ? 2 : 1;
            double before = step(t).from().alphaBar(), after = step(t).to().alphaBar();
            double fresh = (1 - before / after) / (1 - before);
            assertEquals(expected, fresh > 0.75 ? 3 : fresh > 0.25 ? 2 : fresh > 0.01 ? 1 : 0, "t = " + t);
            assertEquals(
                    expected, measured("maker=oracle&t=" + t).path("answer").asInt(), "t = " + t);
        }
    }

    @Test
    void theLastStepHasNoNoiseToShare() throws Exception {
        JsonNode end = measured("maker=learned&t=1");
        assertEquals(0, end.path("after").asDouble());
        assertEquals(-1, end.path("answer").asInt());
        assertFalse(end.has("fresh"));
    }

    @Test
    void theSharesAddUpAndChanceIsSmall() throws Exception {
        for (String maker : List.of("oracle", "exact", "learned")) {
            JsonNode end = measured("maker=" + maker + "&t=50");
            assertEquals(OldAndFreshRun.NOISES, end.path("noises").asInt());
            assertEquals(
                    1,
                    end.path("fresh").asDouble()
                            + end.path("old").asDouble()
                            + end.path("wrong").asDouble(),
                    1e-9);
            assertTrue(end.path("within").asDouble() < 0.02, end.toString());
        }
    }

    @Test
    void leastSquaresFindWhatWasMixed() {
        Random random = new Random(1);
        int count = 4000;
        float[] old = new float[count], fresh = new float[count];
        double[] noise = new double[count];
        for (int i = 0; i < count; i++) {
            old[i] = (float) random.nextGaussian();
            fresh[i] = (float) (0.5 * old[i] + random.nextGaussian());
            noise[i] = 0.7 * old[i] - 0.3 * fresh[i] + 0.1 * random.nextGaussian();
        }
        OldAndFreshRun.Parts parts = OldAndFreshRun.Parts.of(noise, old, fresh);
        assertEquals(0.7, parts.kept(), 0.01);
        assertEquals(-0.3, parts.added(), 0.01);
        assertEquals(0.01, parts.wrong(), 0.001);
        assertEquals(0.49 / 0.59, parts.oldShare(), 0.02);
        assertEquals(0.09 / 0.59, parts.freshShare(), 0.02);
    }

    @Test
    void aShareWithinChanceOfAnotherAnswerIsNotJudged() {
        assertEquals(1, OldAndFreshRun.answer(0.24, 0.009));
        assertEquals(-1, OldAndFreshRun.answer(0.24, 0.011));
        assertEquals(-1, OldAndFreshRun.answer(0.26, 0.011));
        assertEquals(0, OldAndFreshRun.answer(0.005, 0.001));
        assertEquals(2, OldAndFreshRun.answer(0.5, 0.2));
        assertEquals(3, OldAndFreshRun.answer(0.9, 0.1));
    }

    @Test
    void badValuesAreRefusedInASentence() throws Exception {
        for (String query : List.of("t=0", "t=81", "maker=nobody", "pattern=any", "pattern=drawn", "noise=-1")) {
            server.assertRefused("api/microscope/noises?" + query);
        }
    }
}
