package darkroom.lesson.reverse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.sample.Ddpm;
import darkroom.sample.SeededNoise;
import darkroom.schedule.Spacing;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One jump or many, and a step under the microscope. */
class ReverseLabsTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel);

    @Test
    void aSingleStepOfTheBestDenoiserIsTheMeanAndEightyEndOnAnItem() throws Exception {
        List<JsonNode> pictures = pictures("maker=exact&pattern=ring&seed=3");
        assertEquals(5, pictures.size());
        for (int i = 0; i < 5; i++) {
            assertEquals(JumpsRun.STEPS.get(i), pictures.get(i).path("steps").asInt());
            assertEquals(
                    JumpsRun.STEPS.get(i), pictures.get(i).path("evaluations").asInt());
        }
        JsonNode end = end("maker=exact&pattern=ring&seed=3");
        assertEquals(Pictures.SET_OF_EACH, end.path("of").asInt());
        double mean = end.path("mean").path("distance").asDouble();
        assertEquals(0, mean, 0.001);
        assertTrue(end.path("nearest").path("distance").asDouble() > 10 * mean);
        assertTrue(end.path("sure").asBoolean() && end.path("first").asText().equals("mean"), end.toString());
        assertEquals(0, end.path("mean").path("average").asDouble(), 0.001);
        assertArrayEquals(
                Server.pixels(pictures.get(0).path("x")),
                Server.pixels(end.path("mean").path("x")),
                0.01f);
        float[] last = Server.pixels(pictures.get(4).path("x"));
        double nearest = Double.POSITIVE_INFINITY;
        for (JsonNode one : server.json("api/examples?pattern=ring&of=set").path("pictures")) {
            nearest = Math.min(nearest, Frames.distance(last, Server.pixels(one)));
        }
        assertEquals(0, nearest, 0.01);
    }

    @Test
    void beforeAGuessTheNoiseAndWhatManyStepsGiveAreShownButNotWhatFewDo() throws Exception {
        String query = "maker=exact&pattern=ring&seed=3";
        List<JsonNode> known = server.records("api/jumps/known?" + query);
        assertArrayEquals(noise(3), Server.pixels(known.get(0).path("x")), 1e-3f);
        List<JsonNode> shown = known.stream()
                .filter(record -> record.path("type").asText().equals("picture"))
                .toList();
        assertEquals(
                JumpsRun.KNOWN,
                shown.stream().map(record -> record.path("steps").asInt()).toList());
        assertArrayEquals(
                Server.pixels(pictures(query).get(4).path("x")),
                Server.pixels(shown.get(2).path("x")),
                0.01f);
    }

    /** The oracle's single step is its target, so what it is away from each noise can be worked out. */
    @Test
    void severalNoisesAreJudgedOfWhichTheFirstIsShown() throws Exception {
        String query = "maker=oracle&pattern=smile&picture=3&seed=4";
        JsonNode end = end(query);
        assertEquals(JumpsRun.NOISES, end.path("noises").asInt());
        float[] target = Server.pixels(pictures(query).get(0).path("x"));
        double[] away = LongStream.of(LaneBatch.shownFirst(4, JumpsRun.NOISES))
                .mapToDouble(seed -> Frames.distance(target, noise(seed)))
                .toArray();
        assertEquals(away[0], end.path("noise").path("distance").asDouble(), 1e-3);
        assertEquals(Spread.mean(away), end.path("noise").path("average").asDouble(), 1e-3);
        assertNotEquals(away[0], Spread.mean(away), 2e-3);
        assertEquals("finished", end.path("first").asText());
    }

    private static float[] noise(long seed) {
        return Scope.call(
                () -> Tensors.floats(SeededNoise.first(seed, 1, 1, Pictures.SIZE, Pictures.SIZE)),
                kept -> Stream.empty());
    }

    @Test
    void anOracleNeedsOneStepAndTheSameSeedGivesTheSamePictures() throws Exception {
        float[] target =
                Server.pixels(server.json("api/forward?pattern=smile&picture=3").path("x0"));
        for (JsonNode picture : pictures("maker=oracle&pattern=smile&picture=3")) {
            assertArrayEquals(target, Server.pixels(picture.path("x")), 0.003f);
        }
        String learned = "maker=learned&pattern=cross&seed=";
        assertEquals(pictures(learned + 4), pictures(learned + 4));
        assertNotEquals(pictures(learned + 4).get(4), pictures(learned + 5).get(4));
    }

    @Test
    void theMicroscopesPicturesAndNumbersBelongTogether() throws Exception {
        for (String maker : List.of("oracle", "exact", "learned")) {
            for (int t : new int[] {1, 2, 50, 80}) {
                JsonNode seen = server.json("api/microscope?pattern=ring&noise=2&maker=" + maker + "&t=" + t);
                String where = maker + " at " + t;
                Step step = new Spacing.Trailing()
                        .grid(Studio.SCHEDULE, Microscope.STEPS)
                        .steps()
                        .get(Microscope.STEPS - t);
                Ddpm.Terms terms = new Ddpm(Ddpm.Variance.POSTERIOR).terms(step);
                assertEquals(terms.ofX(), seen.path("ofX").asDouble(), where);
                assertEquals(terms.ofX0(), seen.path("ofX0").asDouble(), where);
                assertEquals(terms.ofFresh(), seen.path("ofFresh").asDouble(), where);
                assertEquals(step.from().alpha(), seen.path("signalWeight").asDouble(), where);
                sum(seen, "signalWeight", "target", "noiseWeight", "noise", "x", where);
                sum(seen, "signalWeight", "x0", "noiseWeight", "epsilon", "x", where);
                sum(seen, "ofX", "x", "ofX0", "x0", "mean", where);
                sum(seen, "", "mean", "ofFresh", "fresh", "next", where);
            }
        }
    }

    @Test
    void theMicroscopeShowsTheStepInThePapersFormToo() throws Exception {
        for (String maker : List.of("oracle", "exact", "learned")) {
            for (int t : new int[] {1, 2, 50, 79, 80}) {
                JsonNode seen = server.json("api/microscope?pattern=ring&noise=2&maker=" + maker + "&t=" + t);
                String where = maker + " at " + t;
                TimeGrid grid = new Spacing.Trailing().grid(Studio.SCHEDULE, Microscope.STEPS);
                Step step = grid.steps().get(Microscope.STEPS - t);
                double alpha = step.from().alphaBar() / step.to().alphaBar(), beta = 1 - alpha;
                assertEquals(alpha, seen.path("alpha").asDouble(), 1e-9, where);
                assertEquals(beta, seen.path("beta").asDouble(), 1e-9, where);
                assertEquals(
                        beta / Math.sqrt(1 - step.from().alphaBar()),
                        seen.path("ofEpsilon").asDouble(),
                        1e-9,
                        where);
                JsonNode pixel = seen.path("pixel");
                double x = pixel.path("x").asDouble(),
                        epsilon = pixel.path("epsilon").asDouble();
                double mean = (x - seen.path("ofEpsilon").asDouble() * epsilon) / Math.sqrt(alpha);
                // A float's last digit counts as much more as the division by a small root makes of it.
                double close = 1e-6 / Math.sqrt(alpha) + 1e-5;
                assertEquals(mean, pixel.path("meanOfNoise").asDouble(), close, where);
                assertEquals(
                        pixel.path("mean").asDouble(), pixel.path("meanOfNoise").asDouble(), close, where);
            }
        }
    }

    private static void sum(JsonNode seen, String a, String one, String b, String other, String whole, String where) {
        JsonNode pictures = seen.path("pictures");
        double first = a.isEmpty() ? 1 : seen.path(a).asDouble(),
                second = seen.path(b).asDouble();
        float[] x = Server.pixels(pictures.path(one)),
                y = Server.pixels(pictures.path(other)),
                z = Server.pixels(pictures.path(whole));
        for (int i = 0; i < z.length; i++) {
            if (Math.abs(x[i]) < 7.9 && Math.abs(y[i]) < 7.9) {
                assertEquals(z[i], first * x[i] + second * y[i], 0.001, where + ": " + whole);
            }
        }
    }

    @Test
    void theErrorIsTheOneAgainstTheTrueNoise() throws Exception {
        JsonNode oracle = server.json("api/microscope?maker=oracle&t=30");
        assertEquals(0, oracle.path("noiseError").asDouble(), 1e-5);
        assertEquals(0, oracle.path("cleanError").asDouble(), 1e-5);
        JsonNode exact = server.json("api/microscope?maker=exact&t=78");
        assertTrue(exact.path("noiseError").asDouble() > 0.001);
        assertEquals(
                0,
                server.json("api/microscope?maker=exact&t=5").path("noiseError").asDouble(),
                1e-3);
        JsonNode learned = server.json("api/microscope?maker=learned&t=50");
        double told = Frames.distance(
                Server.pixels(learned.path("pictures").path("epsilon")),
                Server.pixels(learned.path("pictures").path("noise")));
        assertEquals(told, learned.path("noiseError").asDouble(), 0.001);
    }

    @Test
    void theLastStepHasNoFreshNoise() throws Exception {
        JsonNode last = server.json("api/microscope?maker=learned&t=1");
        assertEquals(0, last.path("ofFresh").asDouble());
        assertEquals(last.path("pictures").path("x0"), last.path("pictures").path("next"));
        assertEquals(81, server.json("api/microscope/levels").path("snr").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/jumps?seed=-1",
                "api/jumps?maker=nobody",
                "api/jumps?pattern=square",
                "api/jumps?pattern=drawn",
                "api/microscope?t=0",
                "api/microscope?t=81",
                "api/microscope?t=1.5",
                "api/microscope?noise=4294967296",
                "api/microscope?picture=x",
                "api/microscope?maker=all",
                "api/microscope?pattern=any"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        server.assertRefused(path);
    }

    private static List<JsonNode> pictures(String query) throws Exception {
        return records(query, "picture");
    }

    private static JsonNode end(String query) throws Exception {
        return records(query, "end").get(0);
    }

    private static List<JsonNode> records(String query, String type) throws Exception {
        return server.records("api/jumps?" + query).stream()
                .filter(record -> record.path("type").asText().equals(type))
                .toList();
    }
}
