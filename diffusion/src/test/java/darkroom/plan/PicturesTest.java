package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.sample.Ddim;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of the models that ship, after 50 steps of DDIM: the same whichever engine computes them. */
class PicturesTest {

    private static final int BATCH = 4;
    private static final int STEPS = 50;
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

    private static double[] drawn(Model model, Engine engine) {
        model.use(engine);
        long[] shape = model.sampleShape();
        SamplingSettings settings = SamplingSettings.ofSteps(STEPS).withSampler(new Ddim(0));
        try (SamplingRun run = model.sampling(settings, Condition.labels(0, 1, 2, 3))
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
