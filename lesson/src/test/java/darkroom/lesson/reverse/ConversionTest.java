package darkroom.lesson.reverse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One output of a network in numbers, beside the network itself. */
class ConversionTest {

    private static final int AT = Pictures.PIXELS / 2 + Pictures.SIZE / 2;

    @TempDir
    static Path models;

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 1000})
    void theOutputIsTheNetworksAndDeterminesTheOtherTwo(int t) throws Exception {
        TestModels.writeModel(models);
        NoiseLevel level = Studio.SCHEDULE.level(t);
        float[] clean = Pictures.of("cross", 5);
        float[] seen = new float[2];
        float[] v;
        try (Model model = new ModelFolder(models.resolve(Studio.MODEL)).read();
                SeededNoise noise = SeededNoise.of(3)) {
            v = Scope.call(
                    () -> {
                        long[] shape = {1, 1, Pictures.SIZE, Pictures.SIZE};
                        Tensor drowned = noise.next(shape);
                        Tensor x = Tensors.sum(level.alpha(), Tensors.of(clean, shape), level.sigma(), drowned);
                        seen[0] = Tensors.floats(drowned)[AT];
                        seen[1] = Tensors.floats(x)[AT];
                        int label = Pictures.LABELS.indexOf("cross");
                        return Tensors.floats(model.denoiser().output(x, level, Studio.asked(label)));
                    },
                    kept -> Stream.empty());
        }
        try (Server server = new Server(models).ready()) {
            JsonNode told = server.json("api/conversion?pattern=cross&picture=5&noise=3&t=" + t);
            assertEquals(clean[AT], told.path("trueX0").asDouble(), 0);
            assertEquals(seen[0], told.path("trueEpsilon").asDouble(), 1e-6);
            assertEquals(seen[1], told.path("x").asDouble(), 1e-6);
            assertEquals(v[AT], told.path("v").asDouble(), 1e-5);
            assertEquals(
                    level.alpha() * seen[1] - level.sigma() * v[AT],
                    told.path("x0").asDouble(),
                    1e-5);
            assertEquals(
                    level.sigma() * seen[1] + level.alpha() * v[AT],
                    told.path("epsilon").asDouble(),
                    1e-5);
        }
    }
}
