package darkroom.lesson.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.learner.Question;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Query;
import darkroom.schedule.NoiseLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine measures for the steps of the journey. */
class JourneyTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeClassifier);

    @Test
    void noiseHasTheLawsMomentsAndNoNeighbours() throws Exception {
        JsonNode look = server.json("api/journey/noise?noise=4&pattern=ring");
        JsonNode noise = look.path("noise");
        // Four standard errors of 1,024 values and 992 pairs a direction.
        assertEquals(0, noise.path("mean").asDouble(), 0.125);
        assertEquals(1, noise.path("variance").asDouble(), 0.18);
        assertEquals(0, noise.path("correlation").asDouble(), 0.09);
        assertEquals(0.5, noise.path("lightToo").asDouble(), 0.09);
        assertEquals(0.6827, look.path("withinOne").asDouble(), 1e-4);
        assertEquals(100, sum(noise.path("histogram")), 1e-9);
        assertEquals(100, sum(look.path("normal")), 1e-9);
        float[] pixels = Server.pixels(noise.path("x"));
        assertEquals(noise.path("mean").asDouble(), Frames.mean(pixels), 1e-3);
        assertTrue(look.path("picture").path("correlation").asDouble() > 0.5);
        assertEquals(look, server.json("api/journey/noise?noise=4&pattern=ring"));
        assertNotEquals(
                noise.path("x"),
                server.json("api/journey/noise?noise=5&pattern=ring")
                        .path("noise")
                        .path("x"));
    }

    /** The judge who knows both pictures, played with noises: it takes the one that a noisy picture is nearer to. */
    @Test
    void faintEvidenceFromManyPixelsAddsUpAsTheFormulaSays() throws Exception {
        JsonNode found = server.json("api/journey/pairs?pattern=ring&other=cross&noise=2");
        List<float[]> pictures = all(found.path("pictures"));
        NoiseLevel level = Studio.SCHEDULE.level(950);
        int right = 0, tries = 2000;
        Random random = new Random(5);
        float[] noisy = new float[Pictures.PIXELS],
                one = new float[Pictures.PIXELS],
                other = new float[Pictures.PIXELS];
        for (int i = 0; i < tries; i++) {
            for (int pixel = 0; pixel < noisy.length; pixel++) {
                one[pixel] = (float) level.alpha() * pictures.get(0)[pixel];
                other[pixel] = (float) level.alpha() * pictures.get(1)[pixel];
                noisy[pixel] = one[pixel] + (float) (level.sigma() * random.nextGaussian());
            }
            right += Frames.distance(noisy, one) < Frames.distance(noisy, other) ? 1 : 0;
        }
        // Three standard errors of a share of 2,000.
        assertEquals(found.path("told").get(950).asDouble(), (double) right / tries, 0.03);
    }

    private static double sum(JsonNode shares) {
        double sum = 0;
        for (JsonNode share : shares) {
            sum += share.asDouble();
        }
        return sum;
    }

    @Test
    void oneNoiseDrawsTwoPicturesTogetherAndTwoNoisesPullOneApart() throws Exception {
        JsonNode found = server.json("api/journey/pairs?pattern=ring&other=cross&noise=2");
        JsonNode same = found.path("sameNoise"), other = found.path("samePicture");
        List<float[]> pictures = all(found.path("pictures")), noises = all(found.path("noises"));
        assertEquals(1001, same.size());
        double clean = Frames.distance(pictures.get(0), pictures.get(1));
        double apart = Frames.distance(noises.get(0), noises.get(1));
        for (int t = 0; t <= 1000; t += 50) {
            NoiseLevel level = Studio.SCHEDULE.level(t);
            assertEquals(level.alpha() * clean, same.get(t).asDouble(), 1e-3);
            assertEquals(level.sigma() * apart, other.get(t).asDouble(), 1e-3);
        }
        JsonNode told = found.path("told");
        assertEquals(1, told.get(0).asDouble());
        assertTrue(
                told.get(1000).asDouble() < 0.501 && told.get(800).asDouble() > 0.99,
                told.get(800).asText());
        int crossed = found.path("crossed").asInt();
        assertTrue(other.get(crossed).asDouble() > same.get(crossed).asDouble());
        assertTrue(other.get(crossed - 1).asDouble() <= same.get(crossed - 1).asDouble());
    }

    @Test
    void withoutFreshNoiseTheSameStartGivesTheSamePicture() throws Exception {
        for (String maker : List.of("learned", "exact", "oracle")) {
            List<JsonNode> records = server.records("api/journey/twice?pattern=smile&seed=3&maker=" + maker);
            assertEquals(TwiceRun.STEPS + 2, records.size());
            JsonNode end = records.get(records.size() - 1);
            double ddpm = end.path("ddpm").path("apart").asDouble();
            double ddim = end.path("ddim").path("apart").asDouble();
            assertEquals(0, ddim, 1e-4, maker);
            assertTrue(maker.equals("oracle") ? ddpm < 1e-4 : ddpm > 0.05, maker + " " + ddpm);
            assertEquals(TwiceRun.STARTS, end.path("ddim").path("same").asInt(), maker);
            float[] original = Server.pixels(records.get(0).path("x0"));
            float[] first =
                    Server.pixels(records.get(TwiceRun.STEPS).path("ddpm").get(0));
            double told = end.path("ddpm").path("fromOriginal").get(0).asDouble();
            assertEquals(Frames.distance(first, original), told, 2e-3);
            if (maker.equals("oracle")) {
                assertEquals(0, told, 1e-3);
            }
        }
    }

    /** The exact denoiser has twenty rings to come to: from one start in so many DDPM finds the same one twice. */
    @Test
    void aSamplerRepeatsItselfOnlyIfItDoesSoFromEveryStart() throws Exception {
        List<JsonNode> records = server.records("api/journey/twice?pattern=ring&seed=3&maker=exact");
        List<float[]> shown = all(records.get(TwiceRun.STEPS).path("ddpm"));
        assertEquals(0, Frames.distance(shown.get(0), shown.get(1)), 1e-3);
        JsonNode end = records.get(records.size() - 1);
        int same = end.path("ddpm").path("same").asInt();
        assertTrue(same > 0 && same < TwiceRun.STARTS, end.toString());
        Question asked = JourneyQuestions.ALL.stream()
                .filter(one -> one.id().equals("reverse"))
                .findAny()
                .orElseThrow();
        Question.Found found = asked.finding().of(new Query(name -> null), end).orElseThrow();
        assertEquals("Only DDIM", asked.options().apply(new Query(name -> null)).get(found.option()), found.words());
    }

    @Test
    void samplesOfTheExactDenoiserAreOfItsSet() throws Exception {
        JsonNode end = last("api/journey/samples?maker=exact&pattern=cross&seed=2");
        assertEquals(Pictures.SET_OF_EACH, end.path("of").asInt());
        assertEquals(SamplesRun.COUNT, end.path("nearest").size());
        for (JsonNode nearest : end.path("nearest")) {
            assertEquals(0, nearest.path("distance").asDouble(), 0.01);
        }
        assertEquals(SamplesRun.COUNT, end.path("seen").size());
        assertTrue(end.path("spread").asDouble() > 0.3 * end.path("real").asDouble());
    }

    @Test
    void aSeedGivesTheSameSamplesAndAnotherDoesNot() throws Exception {
        String path = "api/journey/samples?maker=learned&pattern=cross&seed=";
        List<JsonNode> records = server.records(path + 8);
        assertEquals(SamplesRun.STEPS + 2, records.size());
        assertEquals(records, server.records(path + 8));
        assertNotEquals(records.get(0), server.records(path + 9).get(0));
    }

    @Test
    void guidanceZeroAsksForNoLabelAndOneIsTheConditionAlone() throws Exception {
        List<JsonNode> ring = columns("ring"), cross = columns("cross");
        assertEquals(GuidanceRun.SCALES.size(), ring.size());
        for (int i = 0; i < ring.size(); i++) {
            assertEquals(GuidanceRun.SCALES.get(i), ring.get(i).path("scale").asDouble());
            assertEquals(GuidanceRun.SHOWN, ring.get(i).path("x").size());
            assertTrue(ring.get(i).path("spread").asDouble() > 0);
            double probability = ring.get(i).path("probability").asDouble();
            assertTrue(probability > 0 && probability < 1);
        }
        JsonNode end = last("api/journey/guidance?samples=16&seed=5&pattern=ring");
        double off = ring.get(2).path("spread").asDouble();
        assertEquals(
                ring.get(5).path("spread").asDouble() / off - 1,
                end.path("diversity").path("by").asDouble(),
                1e-9);
        assertEquals(
                ring.get(3).path("recognised").asDouble()
                        - ring.get(2).path("recognised").asDouble(),
                end.path("beyond").path(0).path("by").asDouble(),
                1e-9);
        assertEquals(ring.get(0).path("x"), cross.get(0).path("x"));
        assertNotEquals(ring.get(2).path("x"), cross.get(2).path("x"));
        List<JsonNode> steps = server.records("api/journey/samples?maker=learned&pattern=ring&seed=5");
        List<float[]> alone = all(steps.get(SamplesRun.STEPS).path("x")),
                guided = all(ring.get(2).path("x"));
        for (int i = 0; i < alone.size(); i++) {
            assertArrayEquals(alone.get(i), guided.get(i), 0.002f);
        }
    }

    private static List<JsonNode> columns(String kind) throws Exception {
        return server.records("api/journey/guidance?samples=16&seed=5&pattern=" + kind).stream()
                .filter(record -> record.path("type").asText().equals("column"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/journey/noise?noise=-1",
                "api/journey/noise?pattern=any",
                "api/journey/pairs?pattern=ring&other=ring",
                "api/journey/pairs?other=square",
                "api/journey/twice?maker=nobody",
                "api/journey/twice?pattern=drawn",
                "api/journey/samples?maker=oracle",
                "api/journey/samples?seed=1.5",
                "api/journey/guidance?samples=1000",
                "api/journey/guidance?pattern=any"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        server.assertRefused(path);
    }

    private static JsonNode last(String path) throws Exception {
        List<JsonNode> records = server.records(path);
        return records.get(records.size() - 1);
    }

    private static List<float[]> all(JsonNode texts) {
        List<float[]> all = new ArrayList<>();
        texts.forEach(text -> all.add(Server.pixels(text)));
        return all;
    }
}
