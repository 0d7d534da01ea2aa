package darkroom.diffusers.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.objective.PredictionType;
import darkroom.reference.Conformance;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.settings.JsonText;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single numbers that diffusers' own tests assert of its schedulers, and what they say of pairs of runs. */
class SchedulerChecksTest {

    private static final double SAME = 1e-5;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    private static Map<String, JsonNode> options(String json) {
        Map<String, JsonNode> options = new LinkedHashMap<>();
        JsonText.parse(json.replace('\'', '"'))
                .node()
                .properties()
                .forEach(each -> options.put(each.getKey(), each.getValue()));
        return options;
    }

    private static SchedulerConfig config(String name, String options) {
        return SchedulerClasses.of(name, options(options));
    }

    private static double[] told(Plan plan) {
        List<Double> told = new ArrayList<>();
        SineDenoiser.end(plan, told);
        return told.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void assertSameEnd(Plan one, Plan other, String what) {
        double[] ends = SineDenoiser.end(one, new ArrayList<>()), others = SineDenoiser.end(other, new ArrayList<>());
        double apart = 0;
        for (int i = 0; i < ends.length; i++) {
            apart += Math.abs(ends[i] - others[i]);
        }
        assertTrue(apart < SAME, what + ": " + apart);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "DDPM | {'beta_schedule': 'linear'} | 1000 | 0 | 0",
                "DDPM | {'beta_schedule': 'linear'} | 1000 | 487 | 0.00979",
                "DDPM | {'beta_schedule': 'linear'} | 1000 | 999 | 0.02",
                "DDIM | {'beta_schedule': 'linear'} | 50 | 420 | 0.14771",
                "DDIM | {'beta_schedule': 'linear'} | 50 | 980 | 0.32460",
                "DDIM | {'beta_schedule': 'linear'} | 1000 | 487 | 0.00979",
                "DDIM | {'beta_schedule': 'linear'} | 1000 | 999 | 0.02",
            })
    void aStepAddsNoiseOfTheVarianceThatTheReferencesTestsAssert(
            String name, String options, int steps, int timestep, double variance) {
        Plan plan = config(name, options).plan(steps, options(name.equals("DDIM") ? "{'eta': 1}" : "{}"));
        List<Step> all = plan.grid().steps();
        int left =
                (int) all.stream().filter(step -> step.timestep() <= timestep).count();
        assertEquals(timestep, all.get(steps - left).timestep());
        Denoiser silent = new Denoiser() {
            @Override
            public PredictionType prediction() {
                return PredictionType.EPSILON;
            }

            @Override
            public Tensor output(Tensor x, List<Row> rows) {
                return Tensors.scaled(0, x);
            }
        };
        Scope.run(() -> {
            Tensor zero = Tensors.of(new float[16], 1, 1, 4, 4);
            double[] noise = Tensors.doubles(SeededNoise.first(0, 1, 1, 4, 4));
            try (SamplingRun run = SamplingRun.from(
                    plan.sampling(silent, Condition.NONE, Guidance.NONE).last(left), SeededNoise.of(0), zero)) {
                run.advance();
                double[] added = Tensors.doubles(run.x());
                for (int i = 0; i < noise.length; i++) {
                    assertEquals(variance, Math.pow(added[i] / noise[i], 2), SAME);
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "DDIM | {'steps_offset': 1} | 5 | 801 601 401 201 1",
                "DDIMInverse | {'steps_offset': 1} | 5 | 1 201 401 601 801",
                "PNDM | {'steps_offset': 1} | 10 | 901 851 851 801 801 751 751 701 701 651 651 601 601 501 401 301 201 101 1",
                "UniPCMultistep | {'sigma_min': 0.01, 'sigma_max': 200.0, 'use_flow_sigmas': true, 'use_karras_sigmas': true,"
                        + " 'prediction_type': 'flow_prediction'} | 5 | 995 978 877 360 9",
            })
    void timestepsAreThoseThatTheReferencesTestsAssert(String name, String options, int steps, String timesteps) {
        double[] expected = Arrays.stream(timesteps.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertArrayEquals(expected, told(config(name, options).plan(steps)));
    }

    @Test
    void sigmasOfAFlowFallAsTheReferencesTestsAssert() {
        double[] expected = {0.99502486, 0.97874546, 0.87748843, 0.36049718, 0.00990099, 0};
        List<Step> steps = config(
                        "UniPCMultistep",
                        "{'sigma_min': 0.01, 'sigma_max': 200.0, 'use_flow_sigmas': true, 'use_karras_sigmas': true,"
                                + " 'prediction_type': 'flow_prediction'}")
                .plan(5)
                .grid()
                .steps();
        double[] sigmas = DoubleStream.concat(
                        steps.stream().mapToDouble(step -> step.from().sigma()),
                        DoubleStream.of(steps.get(4).to().sigma()))
                .toArray();
        assertArrayEquals(expected, sigmas, SAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DDPM", "LCM"})
    void eachOfGivenTimestepsLeadsToTheNext(String name) {
        List<Step> steps = config(name, "{}")
                .plan(5, options("{'timesteps': [100, 87, 50, 1, 0]}"))
                .grid()
                .steps();
        for (int i = 1; i < steps.size(); i++) {
            assertEquals(steps.get(i).from(), steps.get(i - 1).to());
        }
        assertEquals(NoiseLevel.CLEAN, steps.get(4).to());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "DPMSolverMultistep | algorithm_type | dpmsolver++ sde-dpmsolver++",
                "EulerDiscrete | interpolation_type | linear log_linear",
                "HeunDiscrete | timestep_spacing | linspace leading",
            })
    void aSchedulersOwnTimestepsGivenOneByOneChangeNothing(String name, String option, String values) {
        for (String value : values.split(" ")) {
            for (String prediction : List.of("epsilon", "sample", "v_prediction")) {
                for (String end : List.of("zero", "sigma_min")) {
                    String last = name.startsWith("Heun") ? "" : ", 'final_sigmas_type': '" + end + "'";
                    String all =
                            "{'" + option + "': '" + value + "', 'prediction_type': '" + prediction + "'" + last + "}";
                    SchedulerConfig config = config(name, all);
                    Plan plan = config.plan(10);
                    assertSameEnd(plan, config.plan(10, Map.of("timesteps", timesteps(plan))), all);
                }
            }
        }
    }

    private static JsonNode timesteps(Plan plan) {
        return new ObjectMapper()
                .valueToTree(plan.grid().steps().stream().map(Step::timestep).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"epsilon", "sample", "v_prediction"})
    void eulersOwnSigmasGivenOneByOneChangeNothing(String prediction) {
        for (String end : List.of("zero", "sigma_min")) {
            SchedulerConfig config = config(
                    "EulerDiscrete", "{'prediction_type': '" + prediction + "', 'final_sigmas_type': '" + end + "'}");
            Plan plan = config.plan(10);
            List<Double> sigmas = new ArrayList<>();
            plan.grid().steps().forEach(step -> sigmas.add(step.from().sigma()));
            sigmas.add(plan.grid().steps().get(9).to().sigma());
            assertSameEnd(plan, config.plan(1, Map.of("sigmas", new ObjectMapper().valueToTree(sigmas))), end);
        }
    }

    static List<String> names() {
        return SchedulerClasses.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aWrittenConfigurationGivesTheSameRun(String name) {
        SchedulerConfig config = SchedulerClasses.of(name, Map.of());
        SchedulerConfig read = SchedulerClasses.read(
                JsonText.parse(JsonText.write(config.json())).node());
        assertSameEnd(config.plan(5), read.plan(5), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPMSolverMultistep", "DPMSolverSinglestep", "DEISMultistep", "EDMDPMSolverMultistep"})
    void aRunMayVisitEveryTimestep(String name) {
        assertEquals(1000, config(name, "{}").plan(1000).grid().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++", "bh1", "bh2"})
    void runsOfEveryKindEndInNumbers(String kind) {
        boolean unipc = kind.startsWith("bh");
        String end = kind.endsWith("++") || unipc ? "zero" : "sigma_min";
        for (int order = 1; order <= 3; order++) {
            for (String prediction : List.of("epsilon", "sample", "v_prediction")) {
                for (String type : unipc ? List.of(kind) : List.of("midpoint", "heun")) {
                    String algorithm = unipc ? "" : "'algorithm_type': '" + kind + "', ";
                    String all = "{" + algorithm + "'solver_type': '" + type + "', 'solver_order': " + order
                            + ", 'prediction_type': '" + prediction + "', 'final_sigmas_type': '" + end + "'}";
                    Plan plan = config(unipc ? "UniPCMultistep" : "DPMSolverMultistep", all)
                            .plan(10);
                    assertTrue(
                            Arrays.stream(SineDenoiser.end(plan, new ArrayList<>()))
                                    .allMatch(Double::isFinite),
                            all);
                }
            }
        }
    }

    static Stream<Named<JsonNode>> schedules() {
        return Conformance.list("diffusers_reference_runs.json", "noise_schedules")
                .map(each -> Named.of(each.get("name").asText(), each));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("schedules")
    void schedulesKeepAsMuchSignalAsTheReferences(JsonNode each) {
        Map<String, JsonNode> options = options(each.get("config").toString());
        Plan plan = SchedulerClasses.of("DDPM", options).plan(10);
        for (int i = 0; i < each.get("index").size(); i++) {
            double expected = each.get("alphas_cumprod").get(i).asDouble();
            double kept = plan.objective()
                    .schedule()
                    .at((each.get("index").get(i).asInt() + 1) / 1000.0)
                    .alphaBar();
            assertEquals(expected, kept, 1e-6 + SAME * expected, "alpha_bar " + i);
        }
    }
}
