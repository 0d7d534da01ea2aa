package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.model.NetworkDenoiser;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.RangeClipping;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same seeds make the same pictures as in the reference's pipelines. */
class PicturesTest {

    private static final JsonNode REFERENCE = Reference.read("pictures.json");

    static Stream<JsonNode> runs() {
        return Reference.list(REFERENCE.get("runs"));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aPipelinesPicturesComeOutAgain(JsonNode reference) {
        UNet network = new UNet(UNetConfig.of(REFERENCE.get("config")));
        DiscreteSchedule schedule = Schedules.discrete(reference.get("schedule").asText(), 1000);
        Objective objective = new Objective(
                schedule,
                PredictionType.named(reference.get("prediction").asText()),
                LossWeight.UNIFORM,
                LevelDistribution.UNIFORM,
                Input.TIMESTEP);
        try (Weights weights = Weights.initial(
                Parameters.of(network), REFERENCE.get("weights_seed").asLong())) {
            Sampling sampling = new Sampling(
                    NetworkDenoiser.of(network, new TorchOperations(weights), objective),
                    Reference.sampler(reference),
                    new Spacing.Leading().grid(schedule, reference.get("steps").asInt()),
                    Condition.NONE,
                    Guidance.NONE,
                    RangeClipping.PICTURES);
            SeededNoise noise = SeededNoise.of(reference.get("seed").asLong());
            Scope.run(() -> {
                try (SamplingRun run = sampling.start(noise, 2, 1, 16, 16)) {
                    run.finish(made -> {});
                    double[] pictures = Arrays.stream(Tensors.doubles(run.x()))
                            .map(x -> Math.min(1, Math.max(0, x / 2 + 0.5)))
                            .toArray();
                    assertArrayEquals(Reference.doubles(reference.get("images")), pictures, 1e-4);
                }
            });
        }
    }
}
