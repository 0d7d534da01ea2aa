package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine computes a network. */
class EngineTest {

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    /** A network that pads where no convolution follows. */
    private static final class Padded implements Network {

        private final UNet inner = RandomNetworks.labelled();

        @Override
        public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
            return on.averagePool(on.padBehind(inner.forward(on, x, timesteps, told)));
        }

        @Override
        public void declare(Parameters parameters) {
            inner.declare(parameters);
        }

        @Override
        public long[] sampleShape() {
            return inner.sampleShape();
        }

        @Override
        public int classEmbeddings() {
            return inner.classEmbeddings();
        }
    }

    @Test
    void theEngineThatIsAskedForComputes() {
        Network network = RandomNetworks.labelled();
        for (Engine engine : new Engine[] {Engine.RECORDED, Engine.LIBTORCH}) {
            assertEquals(engine, ran(network, engine));
        }
    }

    @Test
    void libtorchComputesWhatCannotBeRecordedAndSaysSoWhereRecordedStepsAreAskedFor() {
        assertEquals(Engine.LIBTORCH, ran(new Padded(), Engine.AUTO));
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> ran(new Padded(), Engine.RECORDED));
        assertEquals(
                "The network cannot be recorded: a padded picture that no convolution reads.", refused.getMessage());
    }

    private static Engine ran(Network network, Engine engine) {
        try (Both both = new Both(network, 1);
                TorchOperations on = new TorchOperations(both.weights());
                ChosenEvaluator chosen = new ChosenEvaluator(network, both.weights(), on, engine)) {
            Scope.run(() -> {
                new NoGradGuard();
                Asked asked = both.asked(2, 1);
                assertArrayEquals(
                        Tensors.doubles(both.atOnce(asked)),
                        Tensors.doubles(chosen.evaluate(asked.x(), asked.timesteps(), asked.told())),
                        1e-4);
            });
            return chosen.ran();
        }
    }

    @Test
    void whatWasMeasuredIsKeptAndADamagedFileIsMeasuredAnew() throws Exception {
        Path file = folder.resolve("cache").resolve("engines.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"a\": {\"recorded_ms\": 1, \"libtorch_ms\": 2}, \"b\": {\"recorded_ms\": 2, \"libtorch_ms\": 1}}");
        assertTrue(Speeds.kept(file, "a", torch.ScalarType.Float));
        assertEquals(false, Speeds.kept(file, "b", torch.ScalarType.Float));
        boolean measured = Speeds.kept(file, "c", torch.ScalarType.Float);
        String kept = Files.readString(file);
        assertEquals(measured, Speeds.kept(file, "c", torch.ScalarType.Float));
        assertEquals(kept, Files.readString(file));
        assertTrue(kept.contains("\"a\"") && kept.contains("\"c\""), kept);
        Files.writeString(file, "{\"a\": {");
        Speeds.kept(file, "c", torch.ScalarType.Float);
        assertTrue(Files.readString(file).startsWith("{\n  \"c\" : {"), Files.readString(file));
    }

    /** What a process without oneDNN's native libraries does. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            Network network = RandomNetworks.labelled();
            try (Weights weights = Weights.initial(Parameters.of(network), 1);
                    TorchOperations on = new TorchOperations(weights);
                    ChosenEvaluator chosen = new ChosenEvaluator(network, weights, on, Engine.AUTO)) {
                Scope.run(() -> {
                    new NoGradGuard();
                    try (Both both = new Both(network, 1)) {
                        Asked asked = both.asked(1, 1);
                        chosen.evaluate(asked.x(), asked.timesteps(), asked.told());
                        chosen.evaluate(asked.x(), asked.timesteps(), asked.told());
                    }
                });
                System.out.println(chosen.ran());
            }
        }
    }

    @Test
    void withoutOneDnnLibtorchComputesAndALineInTheLogSaysSo() throws Exception {
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*dnnl-[^/\\\\]*-(linux|macosx|windows)[^/\\\\]*"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Ddarkroom.cache=" + folder,
                        "-cp",
                        classes,
                        Start.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), said);
        assertTrue(said.endsWith("libtorch\n"), said);
        assertEquals(1, said.split("oneDNN does not load", -1).length - 1, said);
    }
}
