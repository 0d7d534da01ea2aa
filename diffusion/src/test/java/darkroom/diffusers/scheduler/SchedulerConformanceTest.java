package darkroom.diffusers.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.torch.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs of diffusers' own schedulers, each as a test of its own: those of a file that {@code -Dconformance.runs} names, or
 * else those in this project, and those in {@code ../shared/conformance} where that is.
 */
class SchedulerConformanceTest {

    private static final String OWN = "/reference/scheduler_runs.json.gz";
    private static final Path SHARED = Path.of("..", "..", "shared", "conformance", "diffusers_reference_runs.json");

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @TestFactory
    Stream<DynamicTest> everyRunEndsWhereTheReferenceEnds() throws IOException {
        List<JsonNode> runs = listed("runs");
        assertTrue(!runs.isEmpty(), "There are no runs.");
        return runs.stream().map(run -> dynamicTest(name(run), () -> compare(run)));
    }

    @TestFactory
    Stream<DynamicTest> whereTheReferenceEndsInNoNumberRunsEndInNumbersOrARefusal() throws IOException {
        return Stream.concat(listed("reference_returns_nan").stream(), listed("reference_raises").stream())
                .map(run -> dynamicTest(name(run), () -> {
                    try {
                        for (double value : SineDenoiser.end(plan(run), new ArrayList<>())) {
                            assertTrue(Double.isFinite(value), "no number");
                        }
                    } catch (IllegalArgumentException refused) {
                        assertTrue(String.valueOf(refused.getMessage()).endsWith("."), refused.getMessage());
                    }
                }));
    }

    /** The runs of all files, by the name of their list. */
    private static List<JsonNode> listed(String list) throws IOException {
        List<JsonNode> files = new ArrayList<>();
        String file = System.getProperty("conformance.runs");
        if (file != null) {
            Path path = Path.of(file);
            files.add(new ObjectMapper()
                    .readTree((Files.exists(path) ? path : Path.of("..").resolve(path)).toFile()));
        } else {
            try (InputStream in = new GZIPInputStream(
                    Objects.requireNonNull(SchedulerConformanceTest.class.getResourceAsStream(OWN)))) {
                files.add(new ObjectMapper().readTree(in));
            }
            if (Files.exists(SHARED)) {
                files.add(new ObjectMapper().readTree(SHARED.toFile()));
            }
        }
        List<JsonNode> runs = new ArrayList<>();
        files.forEach(each -> each.path(list).forEach(runs::add));
        return runs;
    }

    private static String name(JsonNode run) {
        Map<String, JsonNode> options = fields(run.get("config_passed"));
        options.replaceAll((name, value) -> value.size() > 4 ? value.get(0) : value);
        return run.get("scheduler_class").asText() + " " + run.get("num_inference_steps") + " " + options
                + (run.path("step_kwargs").isEmpty() ? "" : " " + run.get("step_kwargs"));
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(each -> fields.put(each.getKey(), each.getValue()));
        return fields;
    }

    private static Plan plan(JsonNode run) {
        Map<String, JsonNode> arguments = fields(run.path("set_timesteps_args"));
        arguments.putAll(fields(run.path("step_kwargs")));
        return SchedulerClasses.of(run.get("scheduler_class").asText(), fields(run.get("config_passed")))
                .plan(run.get("num_inference_steps").asInt(), arguments);
    }

    private static void compare(JsonNode run) {
        Plan plan = plan(run);
        assertNear(run.get("init_noise_sigma").asDouble(1), plan.start(), 1e-5, "init_noise_sigma");
        List<Double> told = new ArrayList<>();
        double[] found = SineDenoiser.end(plan, told);
        JsonNode timesteps = run.get("timesteps");
        assertEquals(timesteps.size(), told.size(), "evaluations");
        for (int i = 0; i < timesteps.size(); i++) {
            assertNear(timesteps.get(i).asDouble(), told.get(i), 1e-3, "timestep " + i);
        }
        JsonNode first = run.get("first8");
        for (int i = 0; i < first.size(); i++) {
            double expected = first.get(i).asDouble();
            assertEquals(expected, found[i], 2e-4 * Math.max(1, Math.abs(expected)), "number " + i);
        }
        double sum = 0;
        for (double value : found) {
            sum += Math.abs(value);
        }
        assertEquals(run.get("sum").asDouble(), sum, 1e-4 * run.get("sum").asDouble(), "sum of magnitudes");
    }

    private static void assertNear(double expected, double found, double tolerance, String what) {
        assertEquals(expected, found, tolerance * Math.max(1, Math.abs(expected)), what);
    }
}
