package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.guide.Condition;
import darkroom.model.ModelFolder;
import darkroom.network.Conditioning;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.objective.Objective;
import darkroom.sample.Row;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import darkroom.train.AdamW;
import darkroom.train.Draw;
import darkroom.train.ExponentialMovingAverage;
import darkroom.train.Optimisation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that diffusers saved, with what it computed by them. */
class CheckpointsTest {

    private static final double TOLERANCE = 2e-4;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    static Stream<Named<Path>> unets() {
        return Conformance.list("checkpoints/manifest.json", "models")
                .filter(model -> model.get("class").asText().equals("UNet2DModel"))
                .map(model -> model.get("name").asText())
                .map(name -> Named.of(name, Conformance.path("checkpoints/" + name)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("unets")
    void aSavedNetworkComputesWhatItsAuthorComputed(Path folder) throws IOException {
        UNet network = (UNet) new ModelFolder(folder).structure();
        Scope.run(() -> {
            new NoGradGuard();
            Map<String, Tensor> saved = read(folder.resolve("diffusion_pytorch_model.safetensors"));
            Map<String, Tensor> io = read(folder.resolve("io.safetensors"));
            try (Weights weights = Weights.copyOf(Parameters.of(network), saved)) {
                Tensor labels = io.get("in.class_labels");
                Tensor output = network.forward(
                        new TorchOperations(weights),
                        io.get("in.sample"),
                        io.get("in.timestep"),
                        labels == null ? Conditioning.none() : Conditioning.ofLabels(labels));
                assertArrayEquals(Tensors.doubles(io.get("out.sample")), Tensors.doubles(output), TOLERANCE);
            }
        });
    }

    @Test
    void aRecordedTrainingIsReplayed() throws IOException {
        assumeTrue(Conformance.isPresent());
        Path folder = Conformance.path("checkpoints/train_unet2d");
        UNet network = (UNet) new ModelFolder(folder.resolve("initial")).structure();
        Objective objective = SchedulerClasses.of("DDPM", Map.of()).plan(1000).objective();
        JsonNode manifest = new ObjectMapper()
                .readTree(Conformance.path("checkpoints/manifest.json").toFile());
        Scope.run(() -> {
            Map<String, Tensor> batches = read(folder.resolve("batches.safetensors"));
            Weights weights = weights(network, folder.resolve("initial"));
            try (Optimisation optimisation = new Optimisation(
                            weights,
                            new AdamW(0.95, 0.999, 1e-8, 1e-6),
                            1,
                            new ExponentialMovingAverage(0.9999, 1, 0.75, 0));
                    TorchOperations on = new TorchOperations(weights);
                    Weights average = optimisation.averaged()) {
                for (JsonNode record : manifest.at("/training/records")) {
                    int step = record.get("step").asInt();
                    List<Row> rows = Reference.list(record.get("t"))
                            .map(t -> new Row(objective.schedule().level(t.asInt() + 1), t.asInt(), Condition.NONE))
                            .toList();
                    Draw drawn = new Draw(batches.get("x" + step), batches.get("n" + step), rows);
                    Tensor output = network.forward(on, drawn.noisy(), drawn.timesteps(), Conditioning.none());
                    Tensor loss = objective.loss(output, drawn.x0(), drawn.noise(), drawn.levels());
                    loss.backward();
                    double expected = record.get("loss").asDouble(),
                            norm = record.get("grad_norm_before_clip").asDouble();
                    assertEquals(expected, loss.item_double(), 1e-4 * expected, "loss of step " + step);
                    assertEquals(
                            norm,
                            optimisation.update(record.get("lr_used").asDouble()),
                            1e-4 * norm,
                            "gradient norm of step " + step);
                }
                assertSame(weights(network, folder.resolve("after6")), weights);
                assertSame(weights(network, folder.resolve("after6_ema")), average);
            }
        });
    }

    private static void assertSame(Weights expected, Weights actual) {
        try (expected) {
            expected.byName()
                    .forEach((name, weight) -> assertArrayEquals(
                            Tensors.doubles(weight),
                            Tensors.doubles(actual.get(name).detach()),
                            1e-4,
                            name));
        }
    }

    private static Weights weights(UNet network, Path folder) {
        return Weights.copyOf(Parameters.of(network), read(folder.resolve("diffusion_pytorch_model.safetensors")));
    }

    private static Map<String, Tensor> read(Path file) {
        try {
            return SafeTensors.read(file).tensors();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
