package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.guide.Condition;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.play.Narration;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.web.Assets;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lesson's text says of the models that ship, measured on them anew. */
class FindingsTest {

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = new Server(Path.of("../models")).ready();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A run's forty steps lie about as far apart. */
    private static final double DECIBELS = 2;

    /** Arithmetic differs a little from machine to machine. */
    private static final double RELATIVE = 0.05;

    /** The classifier, which learned noisy pictures too, still knows most at T/2; an untrained one would know ten. */
    @ParameterizedTest
    @ValueSource(strings = {"exact", "learned"})
    void halfWayMostAreRecognised(String maker) throws Exception {
        List<JsonNode> records = server.records("api/ideas/half?maker=" + maker);
        JsonNode end = records.get(records.size() - 1);
        assertEquals(100, end.path("of").asInt());
        assertTrue(end.path("noisy").asInt() > 90, end.path("noisy").asText());
        assertTrue(end.path("clean").asInt() > 90, end.path("clean").asText());
    }

    @Test
    void encodedAndDecodedThePictureReturnsAsTheTextSays() throws Exception {
        String text = Assets.text("/lesson/parts/1-drown.md");
        List<MatchResult> told = Pattern.compile("by (0\\.\\d+) in (\\d+)")
                .matcher(text)
                .results()
                .toList();
        assertEquals(4, told.size(), text);
        for (MatchResult one : told) {
            List<JsonNode> records = server.client
                    .send(
                            server.request("api/inversion?pattern=ring&steps=" + one.group(2))
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .map(Server::parsed)
                    .toList();
            double distance = records.get(records.size() - 1).path("distance").asDouble(Double.NaN);
            double said = Double.parseDouble(one.group(1));
            assertEquals(said, distance, Math.max(0.001, RELATIVE * said), one.group(2) + " steps");
        }
    }

    /** Of the three kinds that part 5 names the one that goes farthest, in eight samples of its 32. */
    @Test
    void guidanceDrivesPulloversToTheExtremesThatTheTextTells() throws Exception {
        List<float[]> plain, guided;
        try (Model model = new ModelFolder(Path.of("../models/garments")).read()) {
            plain = sampled(model, 1);
            guided = sampled(model, 8);
        }
        assertTrue(mean(guided, FindingsTest::contrast) > 1.34 * mean(plain, FindingsTest::contrast));
        assertTrue(mean(plain, FindingsTest::whites) < 0.02 && mean(guided, FindingsTest::whites) > 0.2);
    }

    private static List<float[]> sampled(Model model, double scale) {
        Condition pullover = Condition.labels(Garments.LABELS.indexOf("pullover"));
        Sampling sampling = model.settings()
                .withSampler("ddim")
                .withSteps(25)
                .withGuidance(scale)
                .sampling(model.denoiser(), model.objective().schedule(), pullover);
        try (SamplingRun run = Scope.call(
                () -> sampling.start(Samples.noise(1, 0, 8), 8, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty())) {
            run.finish(now -> {});
            return Samples.of(run.x());
        }
    }

    private static double mean(List<float[]> pictures, ToDoubleFunction<float[]> measure) {
        return pictures.stream().mapToDouble(measure).average().orElseThrow();
    }

    private static double contrast(float[] picture) {
        return Frames.deviation(picture, Frames.mean(picture));
    }

    private static double whites(float[] picture) {
        return IntStream.range(0, picture.length).filter(i -> picture[i] > 0.95).count() / (double) picture.length;
    }

    static Stream<Arguments> narrations() {
        return Stream.of(
                Arguments.of("learned", Pictures.LABELS, Narration.PATTERNS_LEARNED),
                Arguments.of("exact", Pictures.LABELS, Narration.PATTERNS_EXACT),
                Arguments.of("learned", Garments.LABELS, Narration.GARMENTS_LEARNED),
                Arguments.of("exact", Garments.LABELS, Narration.GARMENTS_EXACT));
    }

    @ParameterizedTest
    @MethodSource("narrations")
    void thePlaygroundSaysBlurForAsLongAsItIsOne(String maker, List<String> kinds, Narration said) throws Exception {
        List<Double> shapes = new ArrayList<>(), settled = new ArrayList<>();
        for (String kind : kinds) {
            for (int seed = 1; seed <= Narration.NOISES; seed++) {
                List<JsonNode> steps = steps(maker, kind, seed);
                float[] result = Server.pixels(steps.get(steps.size() - 1).path("x"));
                List<Double> away = steps.stream()
                        .map(step -> Frames.distance(Server.pixels(step.path("x0")), result))
                        .toList();
                shapes.add(decibels(steps, away, Narration.HALF));
                settled.add(decibels(steps, away, Narration.TENTH));
            }
        }
        assertAll(
                () -> assertEquals(said.blur(), Collections.min(shapes), DECIBELS, () -> "first shape: " + shapes),
                () -> assertEquals(said.shape(), Collections.max(shapes), DECIBELS, () -> "last shape: " + shapes),
                () -> assertEquals(said.picture(), Collections.max(settled), DECIBELS, settled::toString));
    }

    /** The records of a run that say what the clean picture is taken to be. */
    private static List<JsonNode> steps(String maker, String kind, int seed) throws Exception {
        return server
                .records("api/run?sampler=ddim&steps=40&guidance=1&seed=" + seed + "&maker=" + maker + "&pattern="
                        + kind)
                .stream()
                .filter(record -> record.has("x0"))
                .toList();
    }

    /** The level of the first estimate that is nearer to the result than a share of the first one's distance. */
    private static double decibels(List<JsonNode> steps, List<Double> away, double share) {
        int first = 0;
        while (away.get(first) > share * away.get(0)) {
            first++;
        }
        return steps.get(first).path("snr").asDouble();
    }
}
