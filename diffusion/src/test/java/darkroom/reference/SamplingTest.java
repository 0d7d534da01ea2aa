package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.guide.RescaledGuidance;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.sample.Row;
import darkroom.sample.Sampler;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplingTest {

    private static final JsonNode REFERENCE = Reference.read("sampling.json");

    static Stream<JsonNode> schedules() {
        return Reference.list(REFERENCE.get("schedules"));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void schedulesKeepAsMuchSignalAsTheReferences(JsonNode reference) {
        DiscreteSchedule schedule = Schedules.discrete(reference.get("schedule").asText(), 1000);
        if (reference.get("zero_terminal_snr").asBoolean()) {
            schedule = schedule.withZeroTerminalSnr();
        }
        double[] alphaBars = Reference.doubles(reference.get("alpha_bars"));
        long[] timesteps = Reference.longs(reference.get("timesteps"));
        for (int i = 0; i < timesteps.length; i++) {
            double found = schedule.atTimestep(timesteps[i]).alphaBar();
            // The reference multiplies a thousand numbers in float32.
            assertEquals(alphaBars[i], found, 2e-4 * alphaBars[i] + 1e-7, "timestep " + timesteps[i]);
        }
    }

    static Stream<JsonNode> spacings() {
        return Reference.list(REFERENCE.get("spacings"));
    }

    @ParameterizedTest
    @MethodSource("spacings")
    void gridsVisitTheTimestepsOfTheReference(JsonNode reference) {
        TimeGrid grid = Spacing.named(reference.get("spacing").asText())
                .grid(Schedules.discrete("linear", 1000), reference.get("steps").asInt());
        assertArrayEquals(
                Reference.doubles(reference.get("timesteps")),
                grid.steps().stream().mapToDouble(Step::timestep).toArray());
    }

    static Stream<Named<JsonNode>> runs() {
        return Reference.list(REFERENCE.get("runs"))
                .map(run -> Named.of(
                        Stream.of("sampler", "eta", "schedule", "prediction", "options")
                                .map(key -> run.get(key).asText(run.get(key).toString()))
                                .collect(Collectors.joining(" ")),
                        run));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aRunEndsWhereTheReferenceEnds(JsonNode reference) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : reference.get("steps")) {
            steps.add(new Step(
                    level(step.get("from")),
                    level(step.get("to")),
                    step.get("timestep").asDouble()));
        }
        Sampler sampler = Reference.sampler(reference);
        Clipping clipping =
                reference.path("options").path("clip_sample").asBoolean() ? RangeClipping.PICTURES : Clipping.NONE;
        Denoiser model = new ClosedForm(
                schedule(reference.get("schedule").asText()),
                PredictionType.named(reference.get("prediction").asText()));
        Sampling sampling = new Sampling(model, sampler, new TimeGrid(steps), Condition.NONE, Guidance.NONE, clipping);
        long[] shape = Reference.longs(REFERENCE.get("shape"));
        Scope.run(() -> {
            SeededNoise noise = SeededNoise.of(reference.get("seed").asLong());
            noise.next(shape);
            Tensor start = Tensors.of(Reference.floats(reference.get("start")), shape);
            try (SamplingRun run = SamplingRun.from(sampling, noise, start)) {
                run.finish(each -> {});
                double[] expected = Reference.doubles(reference.get("result")), found = Tensors.doubles(run.x());
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], found[i], 1e-5 * Math.max(1, Math.abs(expected[i])), "number " + i);
                }
            }
        });
    }

    @Test
    void everySamplerIsComparedWithAReference() {
        TreeSet<String> compared = runs().map(run -> Samplers.ALL.name(Reference.sampler(run.getPayload())))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> missing = new TreeSet<>(Samplers.names());
        missing.removeAll(compared);
        // Nobody else has Heun's method in the angle; whole folders are compared where a variance is learned.
        assertEquals(new TreeSet<>(List.of("heun_angle", "ddpm_learned", "ddpm_learned_range")), missing);
    }

    static Stream<JsonNode> guided() {
        return Reference.list(REFERENCE.get("guided"));
    }

    @ParameterizedTest
    @MethodSource("guided")
    void guidanceCombinesOutputsAsTheReferenceDoes(JsonNode reference) {
        ClassifierFree plain = new ClassifierFree(reference.get("scale").asDouble());
        double share = reference.get("share").asDouble();
        Guidance guidance = share == 0 ? plain : new RescaledGuidance(plain.scale(), share);
        long[] shape = Reference.longs(REFERENCE.get("shape"));
        Scope.run(() -> {
            SeededNoise noise = SeededNoise.of(reference.get("seed").asLong());
            List<Tensor> outputs = List.of(noise.next(shape), noise.next(shape));
            Tensor output = guidance.combine(outputs, NoiseLevel.ofAlphaBar(0.5));
            assertArrayEquals(Reference.doubles(reference.get("output")), Tensors.doubles(output), 1e-5);
        });
    }

    static Stream<JsonNode> thresholded() {
        return Reference.list(REFERENCE.get("thresholded"));
    }

    @ParameterizedTest
    @MethodSource("thresholded")
    void thresholdsFollowTheSampleAsInTheReference(JsonNode reference) {
        Clipping clipping = new DynamicThresholding(
                reference.get("quantile").asDouble(), reference.get("most").asDouble());
        Scope.run(() -> {
            Tensor drawn = SeededNoise.of(reference.get("seed").asLong()).next(Reference.longs(REFERENCE.get("shape")));
            Tensor clipped =
                    clipping.clip(Tensors.scaled(reference.get("factor").asDouble(), drawn));
            assertArrayEquals(Reference.doubles(reference.get("output")), Tensors.doubles(clipped), 1e-6);
        });
    }

    /** The model of the reference's runs: {@code 0.3 x + 0.1 sin(t / 100)}, fed samples of unit variance. */
    private record ClosedForm(DiscreteSchedule schedule, PredictionType prediction) implements Denoiser {

        @Override
        public Tensor output(Tensor x, List<Row> rows) {
            Row row = rows.get(0);
            double timestep = row.namesTimestep() ? row.timestep() : schedule.timestep(row.level());
            return Tensors.scaled(0.3 / row.level().norm(), x).add_(new Scalar(Math.sin(timestep / 100) * 0.1));
        }
    }

    private static DiscreteSchedule schedule(String name) {
        return name.equals("angle")
                ? DiscreteSchedule.of(name, 1000, k -> {
                    double angle = k / 1000.0 * 0.99 * Math.PI / 2;
                    return new NoiseLevel(Math.cos(angle), Math.sin(angle));
                })
                : Schedules.discrete(name, 1000);
    }

    private static NoiseLevel level(JsonNode pair) {
        return new NoiseLevel(pair.get(0).asDouble(), pair.get(1).asDouble());
    }
}
