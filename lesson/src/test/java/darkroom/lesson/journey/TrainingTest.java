package darkroom.lesson.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.Patterns;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.engine.Queued;
import darkroom.lesson.engine.TrainingBudget;
import darkroom.lesson.measure.HeldOut;
import darkroom.lesson.reverse.TargetsRun;
import darkroom.lesson.schedules.TwoSchedulesRun;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Unavailable;
import darkroom.network.Networks;
import darkroom.torch.Threads;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import darkroom.train.Trainer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that trains before the reader's eyes. */
class TrainingTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeClassifier);

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @Test
    void itIsThePlainTrainersLoopBitForBitAlsoWhereTheRateChanges() throws Exception {
        List<JsonNode> records = server.records("api/training?updates=6&seed=3&rate=0.002&changes=2:0.01,4:0.0005");
        Recipe recipe = SmallNetwork.pictures("v_prediction", 0.002, 3);
        DenoisingTask task = new DenoisingTask(
                Networks.of(recipe.network()),
                Objects.requireNonNull(recipe.objective()).objective(),
                new Patterns(SmallNetwork.SIZE),
                recipe.training().dropLabel());
        List<Double> plain = new ArrayList<>();
        try (Trainer trainer = new Trainer(task, recipe.training())) {
            for (double rate : new double[] {0.002, 0.002, 0.01, 0.01, 0.0005, 0.0005}) {
                plain.add(trainer.advance(rate).loss());
            }
        }
        assertEquals(plain, losses(records));
        assertEquals(
                List.of(2, 4),
                of(records, "rate").stream()
                        .map(record -> record.path("update").asInt())
                        .toList());
        assertEquals("end", records.get(records.size() - 1).path("type").asText());
    }

    @Test
    void theSameSeedGivesTheSamePicturesAndTheLossFalls() throws Exception {
        List<JsonNode> records = server.records("api/training?updates=40&seed=5");
        List<Double> losses = losses(records);
        assertEquals(40, losses.size());
        assertTrue(mean(losses.subList(30, 40)) < 0.7 * mean(losses.subList(0, 5)), losses.toString());
        List<JsonNode> levels = of(records, "levels"), samples = of(records, "samples");
        assertEquals(
                List.of(0, 20, 40),
                levels.stream().map(record -> record.path("update").asInt()).toList());
        JsonNode before = levels.get(0).path("losses"), after = levels.get(2).path("losses");
        assertEquals(HeldOut.LEVELS.size(), after.size());
        double fallen = 0;
        for (int i = 0; i < after.size(); i++) {
            fallen += before.get(i).asDouble() - after.get(i).asDouble();
        }
        assertTrue(fallen > 1, "the losses by level fell by " + fallen);
        assertEquals(
                List.of(0, 25, 40),
                samples.stream().map(record -> record.path("update").asInt()).toList());
        assertEquals(10, samples.get(0).path("recognised").size());
        List<JsonNode> again = of(server.records("api/training?updates=25&seed=5"), "samples");
        assertEquals(samples.get(1).path("x"), again.get(1).path("x"));
        assertNotEquals(
                samples.get(0).path("x"),
                of(server.records("api/training?updates=1&seed=6"), "samples")
                        .get(0)
                        .path("x"));
    }

    @Test
    void aRateThatIsChangedWhileItRunsActsFromTheNextUpdate() {
        TrainingRequest request =
                TrainingRequest.of(new Query(name -> name.equals("updates") ? "8" : name.equals("seed") ? "3" : null));
        LiveTraining training = new LiveTraining(request, () -> null, "id", () -> {});
        List<JsonNode> records = new ArrayList<>();
        boolean changed = false;
        byte[] record;
        try (training) {
            while ((record = training.next()) != null) {
                String line = new String(record, StandardCharsets.UTF_8);
                if (!line.isBlank()) {
                    records.add(Server.parsed(line));
                }
                if (!changed && !of(records, "updates").isEmpty()) {
                    training.change(0.0001);
                    changed = true;
                }
            }
        }
        JsonNode change = of(records, "rate").get(0);
        int at = change.path("update").asInt();
        assertEquals(of(records, "updates").get(0).path("update").asInt(), at);
        assertEquals(0.0001, change.path("rate").asDouble());
        for (JsonNode updates : of(records, "updates")) {
            double expected = updates.path("update").asInt() > at ? 0.0001 : SmallNetwork.RATE;
            assertEquals(expected, updates.path("rate").asDouble());
        }
    }

    @Test
    void aPausedTrainingTakesNoTurnsAndGoesOn() {
        TrainingRequest request = TrainingRequest.of(new Query(name -> name.equals("updates") ? "3" : null));
        try (LiveTraining training = new LiveTraining(request, () -> null, "id", () -> {})) {
            assertTrue(training.ready());
            training.next();
            training.pause(true);
            assertFalse(training.ready());
            training.pause(false);
            assertTrue(training.ready());
        }
    }

    @Test
    void theBudgetHasALineRefusesInASentenceAndKnowsOneTrainingOfEach() {
        TrainingBudget budget = new TrainingBudget();
        List<TrainingBudget.Place> places = new ArrayList<>();
        for (int i = 0; i < TrainingBudget.AT_ONCE + TrainingBudget.IN_LINE; i++) {
            places.add(budget.enter("reader " + i));
        }
        assertEquals(0, places.get(TrainingBudget.AT_ONCE - 1).before());
        assertEquals(1, places.get(TrainingBudget.AT_ONCE).before());
        assertEquals(TrainingBudget.IN_LINE, places.get(places.size() - 1).before());
        String sentence =
                assertThrows(Unavailable.class, () -> budget.enter("one more")).getMessage();
        assertTrue(sentence.endsWith("try again in a few minutes."), sentence);
        places.get(0).close();
        assertEquals(0, places.get(TrainingBudget.AT_ONCE).before());
        TrainingBudget.Place newer = budget.enter("reader 1");
        assertTrue(places.get(1).lost());
        assertFalse(newer.lost());
    }

    @Test
    void whoWaitsIsToldAndBeginsWhenAnotherEnds() {
        TrainingBudget budget = new TrainingBudget();
        List<TrainingBudget.Place> others = List.of(budget.enter("a"), budget.enter("b"));
        TrainingRequest request = TrainingRequest.of(new Query(name -> null));
        try (Queued training =
                new Queued(budget.enter("c"), () -> new LiveTraining(request, () -> null, "id", () -> {}))) {
            JsonNode waiting = Server.parsed(new String(training.next(), StandardCharsets.UTF_8));
            assertEquals(1, waiting.path("before").asInt());
            assertTrue(waiting.path("training").asBoolean());
            assertFalse(training.ready());
            others.get(0).close();
            assertTrue(training.ready());
            assertEquals(
                    "start",
                    Server.parsed(new String(training.next(), StandardCharsets.UTF_8))
                            .path("type")
                            .asText());
        }
        assertEquals(0, budget.enter("d").before());
    }

    @Test
    void closingFreesItsMemory() throws InterruptedException {
        long count = settled();
        TrainingRequest request = TrainingRequest.of(new Query(name -> name.equals("updates") ? "2" : null));
        for (int i = 0; i < 2; i++) {
            try (LiveTraining training = new LiveTraining(request, () -> null, "id", () -> {})) {
                for (int turn = 0; turn < 6; turn++) {
                    training.next();
                }
            }
            long now = Pointer.totalCount();
            assertTrue(i == 0 || now <= count, "native objects: " + count + ", then " + now);
            count = now;
        }
    }

    /** Noise has a generator of its own, which no scope frees. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/forward?noise=4",
                "api/walk?t=5",
                "api/journey/noise?noise=4&pattern=ring",
                "api/conversion?t=300",
                "api/microscope?pattern=ring&noise=2&maker=oracle&t=30",
                "api/network/look?pattern=ring&noise=3&t=300&part=conv_in",
                "api/run?direction=forward&steps=4"
            })
    void whatIsLookedAtLeavesNothingToTheCollector(String path) throws Exception {
        assertEquals(200, server.get(path).statusCode());
        long before = settled();
        assertEquals(200, server.get(path).statusCode());
        long now = Pointer.totalCount();
        assertTrue(now <= before, "native objects: " + before + ", then " + now);
    }

    /** How many native objects there are once the collector has freed what other tests left to it. */
    private static long settled() throws InterruptedException {
        long count;
        do {
            count = Pointer.totalCount();
            System.gc();
            Thread.sleep(100);
        } while (Pointer.totalCount() != count);
        return count;
    }

    @Test
    void threeTargetsTrainEquallyAndEachErrsWhereItsOutputSaysLeast() throws Exception {
        List<JsonNode> records = server.records("api/training/targets?updates=12&seed=2");
        assertEquals(36, of(records, "update").size());
        Recipe recipe = SmallNetwork.pictures("epsilon", SmallNetwork.RATE, 2);
        DenoisingTask task = new DenoisingTask(
                Networks.of(recipe.network()),
                Objects.requireNonNull(recipe.objective()).objective(),
                new Patterns(SmallNetwork.SIZE),
                recipe.training().dropLabel());
        try (Trainer trainer = new Trainer(task, recipe.training())) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        trainer.advance().loss(),
                        of(records, "update").get(3 * i).path("loss").asDouble());
            }
        }
        List<JsonNode> errors = of(records, "errors");
        assertEquals(
                TargetsRun.TARGETS,
                errors.stream().map(record -> record.path("target").asText()).toList());
        int last = HeldOut.LEVELS.size() - 1;
        JsonNode noise = errors.get(0), clean = errors.get(1);
        assertTrue(noise.path("x0").get(last).asDouble()
                > 5 * clean.path("x0").get(last).asDouble());
        assertTrue(clean.path("noise").get(0).asDouble()
                > 2 * noise.path("noise").get(0).asDouble());
        assertEquals(3, of(records, "samples").size());
    }

    @Test
    void theTwoSchedulesDifferInNothingElseAndTheirSamplesAreMeasured() {
        List<JsonNode> records = new ArrayList<>();
        try (TwoSchedulesRun run = new TwoSchedulesRun(1, 40)) {
            byte[] record;
            while ((record = run.next()) != null) {
                String line = new String(record, StandardCharsets.UTF_8);
                if (!line.isBlank()) {
                    records.add(Server.parsed(line));
                }
            }
        }
        // Each learns as by itself, from the same weights, points, times and noise: whoever trains both here gets these
        // losses.
        List<double[]> sums = new ArrayList<>();
        for (String schedule : List.of("linear", "squaredcos_cap_v2")) {
            try (SmallNetwork alone = SmallNetwork.ofPoints(schedule, 1)) {
                sums.add(DoubleStream.generate(() -> alone.trainer().advance().loss())
                        .limit(40)
                        .toArray());
            }
        }
        int from = 0;
        for (JsonNode told : of(records, "updates")) {
            int to = told.path("update").asInt();
            for (int i = 0; i < 2; i++) {
                double mean = DoubleStream.of(sums.get(i))
                        .skip(from)
                        .limit(to - from)
                        .average()
                        .orElseThrow();
                assertEquals(mean, told.path("losses").get(i).asDouble(), 1e-12 * mean, "updates to " + to);
            }
            from = to;
        }
        assertEquals(40, from);
        Recipe linear = SmallNetwork.points("linear", 1), cosine = SmallNetwork.points("squaredcos_cap_v2", 1);
        assertNotEquals(linear.objective(), cosine.objective());
        assertEquals(linear.network(), cosine.network());
        assertEquals(linear.data(), cosine.data());
        assertEquals(linear.training(), cosine.training());
        assertEquals(linear.sampling(), cosine.sampling());
        List<JsonNode> samples = of(records, "samples");
        assertEquals(4, samples.size());
        JsonNode end = of(records, "end").get(0);
        double chance = end.path("chance").asDouble();
        assertTrue(chance > 0 && chance < 0.005, "chance " + chance);
        for (JsonNode sample : samples) {
            assertTrue(sample.path("distance").asDouble() > chance, "after 40 updates: " + sample.path("distance"));
        }
        assertEquals(
                40, records.get(records.size() - 6).path("update").asInt(), "the last updates come before the samples");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/training/schedules?seed=x",
                "api/training/targets?updates=501",
                "api/conversion?t=0",
                "api/training?updates=0",
                "api/training?updates=2001",
                "api/training?rate=0",
                "api/training?rate=2",
                "api/training?target=flow",
                "api/training?changes=x",
                "api/training?changes=5:9",
                "api/training?seed=-1"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        server.assertRefused(path);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    private static List<JsonNode> of(List<JsonNode> records, String type) {
        return records.stream()
                .filter(record -> record.path("type").asText().equals(type))
                .toList();
    }

    private static List<Double> losses(List<JsonNode> records) {
        List<Double> losses = new ArrayList<>();
        of(records, "updates").forEach(record -> record.path("losses").forEach(loss -> losses.add(loss.asDouble())));
        return losses;
    }
}
