package darkroom.lesson.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.sample.Ddpm;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two algorithms of DDPM, line by line, against the trainer, the sampler and the formulas. */
class LinesTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel);

    private static final DiscreteSchedule SCHEDULE = Schedules.discrete("linear", 1000);

    /** Pixels are told up to here; a network that has hardly learned draws beyond. */
    private static final double FARTHEST = 8;

    private static List<JsonNode> of(List<JsonNode> records, String type) {
        return records.stream()
                .filter(record -> record.path("type").asText().equals(type))
                .toList();
    }

    /** Each example is mixed by the weights of its t, and its error is that of the answer which is shown. */
    @Test
    void oneExamplesNumbersGoThroughTheLines() throws Exception {
        List<JsonNode> records = server.records("api/training/lines?practised=0&seed=3"),
                examples = of(records, "example");
        assertEquals(LinesRun.TOLD, examples.size());
        assertEquals(examples.get(0).path("x0"), records.get(0).path("example").path("x0"), "the one before the guess");
        assertEquals(records.get(0), server.json("api/journey/lines?practised=0&seed=3"), "what is known before it");
        for (JsonNode one : examples) {
            int t = one.path("t").asInt();
            double signal = SCHEDULE.level(t).alpha(), noise = SCHEDULE.level(t).sigma();
            float[] x0 = Server.pixels(one.path("x0")),
                    epsilon = Server.pixels(one.path("epsilon")),
                    x = Server.pixels(one.path("x")),
                    said = Server.pixels(one.path("predicted"));
            double error = 0;
            for (int i = 0; i < x.length; i++) {
                assertEquals(signal * x0[i] + noise * epsilon[i], x[i], 2e-3);
                error += (epsilon[i] - said[i]) * (epsilon[i] - said[i]) / x.length;
            }
            assertEquals(error, one.path("error").asDouble(), 2e-3);
        }
        JsonNode end = records.get(records.size() - 1);
        assertEquals(
                examples.stream()
                        .filter(one ->
                                one.path("after").asDouble() < one.path("error").asDouble())
                        .count(),
                end.path("own").asLong());
        assertEquals(
                examples.stream().mapToInt(one -> one.path("fell").asInt()).sum(),
                end.path("share").asDouble() * LinesRun.TOLD * LinesRun.OTHERS,
                1e-9);
    }

    /** Looking on changes nothing: the trainer alone has the same losses, and its network draws the same picture. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void whoLooksOnChangesNothing(int practised) throws Exception {
        List<JsonNode> records = server.records("api/training/lines?seed=5&practised=" + practised);
        try (SmallNetwork alone = SmallNetwork.ofExamples(0.001, 5)) {
            for (int i = 0; i < practised; i++) {
                alone.trainer().advance();
            }
            for (JsonNode one : of(records, "example")) {
                assertEquals(alone.trainer().advance().loss(), one.path("error").asDouble(), 1e-4);
            }
            Sampling sampling = new Sampling(
                    alone.average().denoiser(),
                    new Ddpm(Ddpm.Variance.POSTERIOR),
                    new Spacing.Trailing().grid(SCHEDULE, 1000));
            float[] drawn = Scope.call(
                    () -> {
                        try (SamplingRun run =
                                sampling.start(SeededNoise.of(5), 1, 1, SmallNetwork.SIZE, SmallNetwork.SIZE)) {
                            run.finish(step -> {});
                            return Tensors.floats(run.x());
                        }
                    },
                    kept -> Stream.empty());
            List<JsonNode> walk = of(records, "walk");
            JsonNode last = walk.get(walk.size() - 1);
            assertEquals(0, last.path("t").asInt());
            float[] told = Server.pixels(last.path("x"));
            for (int i = 0; i < drawn.length; i++) {
                assertEquals(Math.max(-FARTHEST, Math.min(FARTHEST, drawn[i])), told[i], 0.01);
            }
        }
    }

    /** What the way back multiplies by is what the paper has (algorithm 2, with the posterior's variance). */
    @Test
    void theWayBackHasThePapersNumbers() throws Exception {
        List<JsonNode> walk = of(server.records("api/training/lines?practised=0&seed=3"), "walk");
        assertEquals(51, walk.size());
        for (JsonNode one : walk.subList(0, 50)) {
            int t = one.path("t").asInt();
            double beta = SCHEDULE.beta(t),
                    now = SCHEDULE.level(t).alphaBar(),
                    before = SCHEDULE.level(t - 1).alphaBar();
            assertEquals(1 - beta, one.path("alpha").asDouble(), 1e-9);
            assertEquals(beta / Math.sqrt(1 - now), one.path("ofEpsilon").asDouble(), 1e-9);
            assertEquals(
                    t == 1 ? 0 : Math.sqrt(beta * (1 - before) / (1 - now)),
                    one.path("ofFresh").asDouble(),
                    1e-9);
        }
    }

    /** Its own error falls in nearly every step; what it has learned shows in the errors on others. */
    @Test
    void aStepGoesDownhillForItsExample() throws Exception {
        List<JsonNode> records = server.records("api/training/lines?practised=100&seed=1");
        JsonNode end = records.get(records.size() - 1);
        assertTrue(end.path("own").asInt() >= 10, end.toString());
    }
}
