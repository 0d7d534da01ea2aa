package darkroom.diffusers.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The loops of diffusers' own tests, with the numbers that these assert, where {@code ../shared/conformance} holds them. */
class SchedulerCasesTest {

    private static final Path SHARED =
            Path.of("..", "..", "shared", "conformance", "diffusers_scheduler_conformance.json");

    /** Begun in the middle, the reference's LMS weighs as though it had made the steps before, and uses what it has. */
    private static final String WITHOUT_A_PAST =
            "test_scheduler_lms::LMSDiscreteSchedulerTest.test_full_loop_with_noise";

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @TestFactory
    Stream<DynamicTest> everyCaseEndsWhereTheReferencesTestsAssert() throws IOException {
        Assumptions.assumeTrue(Files.exists(SHARED), "there are no shared cases");
        return StreamSupport.stream(
                        new ObjectMapper()
                                .readTree(SHARED.toFile())
                                .get("cases")
                                .spliterator(),
                        false)
                .filter(each -> SchedulerClasses.names()
                                .contains(each.get("scheduler_class").asText())
                        && !each.get("loop").isNull()
                        && !runsTwice(each)
                        && !each.get("id").asText().equals(WITHOUT_A_PAST))
                .map(each -> dynamicTest(each.get("id").asText(), () -> compare(each)));
    }

    /** The reference's tests assert nothing of flow matching; the file holds runs of it instead. */
    @TestFactory
    Stream<DynamicTest> flowMatchingEndsWhereTheReferenceEnds() throws IOException {
        Assumptions.assumeTrue(Files.exists(SHARED), "there are no shared cases");
        return StreamSupport.stream(
                        new ObjectMapper()
                                .readTree(SHARED.toFile())
                                .at("/flow_match_euler/runs")
                                .spliterator(),
                        false)
                .map(each -> dynamicTest(each.get("config_passed") + " " + each.get("set_timesteps_args"), () -> {
                    ObjectNode run = each.deepCopy();
                    run.put("scheduler_class", "FlowMatchEulerDiscreteScheduler")
                            .put("loop", "PLAIN")
                            .put("order", 1);
                    run.put("initial_sample", "dummy_sample_deter");
                    run.put("n_step_calls", each.get("timesteps").size());
                    run.putNull("expected_sum").putNull("expected_mean").set("reference_run", each);
                    compare(run);
                }));
    }

    /** One of the tests goes on with a scheduler that has come to its end, from where it keeps its state; a run here has an end. */
    private static boolean runsTwice(JsonNode each) {
        return each.path("timesteps").isArray()
                && each.get("n_step_calls").asInt() > each.get("timesteps").size();
    }

    private static void compare(JsonNode each) {
        double[] end = Scope.call(() -> Tensors.doubles(end(each)), kept -> Stream.empty());
        double sum = 0;
        for (double value : end) {
            sum += Math.abs(value);
        }
        assertStated(each, "sum", sum);
        assertStated(each, "mean", sum / end.length);
        double reference = each.path("reference_run").path("sum").asDouble();
        assertEquals(reference, sum, 1e-4 * Math.abs(reference), "sum of the reference's run");
    }

    private static void assertStated(JsonNode each, String what, double found) {
        if (!each.get("expected_" + what).isNull()) {
            assertEquals(
                    each.get("expected_" + what).asDouble(),
                    found,
                    each.get("tol_" + what).asDouble(),
                    what);
        }
    }

    private static Tensor end(JsonNode each) {
        String loop = each.get("loop").asText(),
                from = each.get("initial_sample").asText();
        Plan plan = plan(each);
        int calls = each.get("n_step_calls").asInt();
        boolean twice = each.get("order").asInt() == 2;
        boolean multiple = loop.equals("PNDM_PRK_PLMS");
        int steps = multiple ? plan.grid().size() : twice ? (calls + 1) / 2 : calls;
        Rational denoiser =
                new Rational(plan, loop.equals("SCALE_SEPARATE"), loop.equals("SCALE_IN_PLACE"), new int[1]);
        Sampling sampling =
                plan.sampling(denoiser, Condition.NONE, Guidance.NONE).last(steps);
        long[] shape = from.contains("1d") ? new long[] {4, 3, 8} : new long[] {4, 3, 8, 8};
        Tensor x = Tensors.scaled(from.contains("init_noise_sigma") ? plan.start() : 1, fixture(false, shape));
        if (from.startsWith("add_noise")) {
            NoiseLevel first = sampling.grid().start();
            x = Tensors.sum(first.alpha(), x, first.sigma(), fixture(true, shape));
        }
        try (SamplingRun run = SamplingRun.from(sampling, SeededNoise.of(0), x)) {
            while (!run.done()) {
                if (denoiser.inPlace) {
                    run.replaceX(Tensors.scaled(
                            plan.objective()
                                    .inputScale(run.wanted().rows().get(0).level()),
                            run.x()));
                }
                denoiser.looks[0] = 0;
                run.advance();
            }
            return run.x().clone();
        }
    }

    private static Plan plan(JsonNode each) {
        SchedulerConfig config =
                SchedulerClasses.of(each.get("scheduler_class").asText(), fields(each.get("config_passed")));
        Map<String, JsonNode> arguments = fields(each.get("set_timesteps_args"));
        JsonNode count = arguments.remove("num_inference_steps");
        arguments.remove("device");
        if (each.path("step_extra_args").has("eta")) {
            arguments.put("eta", each.get("step_extra_args").get("eta"));
        }
        int trained = each.get("config_passed").path("num_train_timesteps").asInt(1000);
        return config.plan(count == null ? trained : count.asInt(), arguments);
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** The reference's sample, {@code (i * 4 + b) / size} for value i of picture b, or its noise, the same from behind. */
    private static Tensor fixture(boolean noise, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int b = 0; b < 4; b++) {
            for (int i = 0; i < count / 4; i++) {
                int place = i * 4 + b;
                values[b * count / 4 + i] = (noise ? count - 1 - place : place) / (float) count;
            }
        }
        return Tensors.of(values, shape);
    }

    /**
     * The model of the reference's tests: {@code x t / (t + 1)}. Some of these scale a sample in place, so that the scheduler
     * then steps from the scaled one; where a step looks again, the output makes up for a sample that is not scaled.
     */
    private record Rational(Plan plan, boolean scaled, boolean inPlace, int[] looks) implements Denoiser {

        @Override
        public PredictionType prediction() {
            return plan.objective().prediction();
        }

        @Override
        public Tensor output(Tensor x, List<Row> rows) {
            Row row = rows.get(0);
            NoiseLevel level = row.level();
            double t = row.namesTimestep() ? row.timestep() : plan.objective().timestep(level);
            boolean again = looks[0]++ > 0 && inPlace;
            double scale = scaled || again ? plan.objective().inputScale(level) : 1;
            Tensor output = Tensors.scaled(scale * t / (t + 1), x);
            double off = (1 - scale) * prediction().mix(level).ofX0() / level.alpha();
            return again ? Tensors.sum(1, output, off, x) : output;
        }
    }

    @TestFactory
    Stream<DynamicTest> whatTheReferenceRefusesIsRefused() {
        return Stream.of("DDPMScheduler", "LCMScheduler", "CMStochasticIterativeScheduler")
                .flatMap(name -> Stream.of("[100, 87, 50, 51, 0]", "[1000]", "[]")
                        .map(timesteps -> dynamicTest(name + " " + timesteps, () -> {
                            JsonNode list = new ObjectMapper().readTree(timesteps);
                            SchedulerConfig config = SchedulerClasses.of(name, Map.of());
                            String message = String.valueOf(assertThrows(
                                            IllegalArgumentException.class,
                                            () -> config.plan(5, Map.of("timesteps", list)))
                                    .getMessage());
                            assertTrue(message.startsWith(name) && message.endsWith("."), message);
                        })));
    }
}
