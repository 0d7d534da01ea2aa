package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.latent.Codec;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.network.Network;
import darkroom.network.Parameters;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures after 50 steps of DDIM: the same whichever engine computes them. */
class PicturesTest {

    private static final int BATCH = 4;
    private static final int STEPS = 50;
    private static final int LABELS = 6;

    /** Under these a network's errors are not magnified, and no timestep is 0, whose logarithm some networks would take. */
    private static final Map<String, JsonNode> OPTIONS = Map.of(
            "prediction_type", TextNode.valueOf("v_prediction"), "timestep_spacing", TextNode.valueOf("trailing"));

    private static final double RANGE = 2;

    @BeforeAll
    static void twoThreads() {
        Threads.use(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patterns", "garments"})
    void recordedStepsDrawTheSamePicture(String name) throws IOException {
        try (Model model = new ModelFolder(Path.of("..", "models", name)).read();
                Model half = model.bfloat16()) {
            double[] expected = drawn(model, Engine.LIBTORCH);
            assertArrayEquals(expected, drawn(model, Engine.RECORDED), 1e-3);
            double decibels = signalToNoise(expected, drawn(half, Engine.RECORDED));
            assertTrue(decibels >= 45, "bf16 against fp32: " + decibels + " dB");
        }
    }

    /** Of so many channels that most convolutions are by Winograd's algorithm. */
    @Test
    void recordedStepsDrawTheSamePictureWithManyChannels() {
        Network wide = RandomNetworks.wide();
        Both.with(new Both(wide, 1), both -> {
            both.assertAgree(both.asked(1, 1));
            both.assertAgree(both.asked(BATCH, 1));
        });
        try (Model model = random(wide, 1)) {
            assertArrayEquals(drawn(model, Engine.LIBTORCH), drawn(model, Engine.RECORDED), 1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void halfPrecisionIsNearAlsoForRandomNetworks(long seed) {
        try (Model made = random(RandomNetworks.of(seed), seed);
                Model half = made.bfloat16()) {
            double decibels = signalToNoise(drawn(made, Engine.LIBTORCH), drawn(half, Engine.RECORDED));
            assertTrue(decibels >= 45, "bf16 against fp32: " + decibels + " dB");
        }
    }

    private static Model random(Network network, long seed) {
        return new Model(
                "random",
                network,
                Weights.initial(Parameters.of(network), seed),
                Codec.IDENTITY,
                Collections.nCopies(LABELS, ""),
                SchedulerClasses.of("DDIM", OPTIONS));
    }

    private static double[] drawn(Model model, Engine engine) {
        model.use(engine);
        long[] shape = model.sampleShape();
        Condition asked = model.network().classEmbeddings() == 0 ? Condition.NONE : Condition.labels(1, 2, 3, 4);
        try (SamplingRun run = model.sampling(model.scheduler().plan(STEPS), asked, Guidance.NONE)
                .start(SeededNoise.of(7), BATCH, shape[0], shape[1], shape[2])) {
            run.finish(now -> {});
            assertEquals(engine, model.engine());
            return Tensors.doubles(run.x());
        }
    }

    /** The peak signal-to-noise ratio. */
    private static double signalToNoise(double[] expected, double[] drawn) {
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += (expected[i] - drawn[i]) * (expected[i] - drawn[i]);
        }
        return 10 * Math.log10(RANGE * RANGE * expected.length / squares);
    }
}
