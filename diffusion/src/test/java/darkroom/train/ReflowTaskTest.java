package darkroom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.PointClouds;
import darkroom.exact.GaussianMixture;
import darkroom.model.NetworkDenoiser;
import darkroom.network.Mlp;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Ddim;
import darkroom.sample.Denoiser;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.settings.Settings;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Straight paths between pairs, where all is known: the flow from N(0, I) to N(m, s^2 I) takes a start z to m + s z, and its
 * velocity is z - (m + s z) all along the way.
 */
class ReflowTaskTest {

    private static final float[] MIDDLE = {1.5f, -0.5f};
    private static final float WIDTH = 0.3f;
    private static final int PAIRS = 500;

    private static final Objective FLOW = new Objective(
            Schedules.discrete("straight", 1000),
            PredictionType.FLOW,
            LossWeight.FLOW,
            LevelDistribution.UNIFORM,
            Input.TIMESTEP);

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    private static DenoisingTask task() {
        return new DenoisingTask(new Mlp(new Mlp.Config(2, 32, 2, null)), FLOW, PointClouds.twoMoons(0.04), 0);
    }

    private static float[] noise(long seed) {
        return Scope.call(() -> Tensors.floats(SeededNoise.first(seed, PAIRS, 2)), kept -> Stream.empty());
    }

    /** Where the flow takes a start. */
    private static float[] ends(float[] starts) {
        float[] ends = new float[starts.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = MIDDLE[i % 2] + WIDTH * starts[i];
        }
        return ends;
    }

    private static float[] sampled(Denoiser denoiser, float[] starts, int steps) {
        Sampling sampling = new Sampling(denoiser, new Ddim(0), new Spacing.Trailing().grid(FLOW.schedule(), steps));
        try (SamplingRun run = Scope.call(
                () -> SamplingRun.from(sampling, SeededNoise.of(1), Tensors.of(starts, PAIRS, 2)),
                kept -> Stream.empty())) {
            run.finish(now -> {});
            return Scope.call(() -> Tensors.floats(run.x()), kept -> Stream.empty());
        }
    }

    private static double off(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i += 2) {
            sum += Math.hypot(one[i] - other[i], one[i + 1] - other[i + 1]);
        }
        return sum / PAIRS;
    }

    /** The pairs stay pairs, and stand where their path is. */
    @Test
    void aBatchIsOfPairs() {
        float[] starts = noise(3);
        ReflowTask reflow = new ReflowTask(task(), starts, ends(starts));
        Scope.run(() -> {
            Draw drawn = reflow.draw(1, 0, 64);
            float[] z = Tensors.floats(drawn.noise()), x = Tensors.floats(drawn.x0());
            assertArrayEquals(ends(z), x, 1e-6f);
            float[] between = Tensors.floats(drawn.noisy());
            for (int row = 0; row < 64; row++) {
                NoiseLevel level = drawn.rows().get(row).level();
                assertEquals(level.sigma() * z[2 * row] + level.alpha() * x[2 * row], between[2 * row], 1e-5);
            }
            assertArrayEquals(z, Tensors.floats(reflow.draw(1, 0, 64).noise()), "the same whenever it is asked for");
        });
    }

    /** One step of the exact flow ends at the mean, many where the closed form says. */
    @Test
    void theExactFlowIsCurvedForOneStepAndTheClosedFormInMany() {
        try (GaussianMixture exact = Scope.call(
                () -> new GaussianMixture(
                        Tensors.of(MIDDLE, 1, 2), new double[] {WIDTH * WIDTH}, new double[] {1}, List.of()),
                kept -> Stream.empty())) {
            float[] starts = noise(4), ends = ends(starts);
            float[] one = sampled(exact, starts, 1);
            assertEquals(MIDDLE[0], one[0], 1e-5);
            assertEquals(MIDDLE[1], one[1], 1e-5);
            double ten = off(sampled(exact, starts, 10), ends), hundred = off(sampled(exact, starts, 100), ends);
            assertTrue(hundred < 0.01, "off by " + hundred);
            assertEquals(10, ten / hundred, 3, "Euler's error falls as its steps do");
        }
    }

    /** A network that learned from the flow's own pairs does in one step what the flow does in many. */
    @Test
    void afterReflowOneStepIsEnough() {
        float[] starts = noise(5), other = noise(6);
        TrainingSettings settings = new TrainingSettings(
                400,
                128,
                1,
                0.005,
                LearningRateSchedule.COSINE,
                20,
                Settings.defaults(AdamW.class),
                1.0,
                new ExponentialMovingAverage(0.97, 1, 0.75, 0),
                0,
                TrainingSettings.Precision.FP32,
                7,
                400,
                null);
        DenoisingTask task = task();
        try (Trainer trainer = new Trainer(new ReflowTask(task, starts, ends(starts)), settings)) {
            while (!trainer.done()) {
                trainer.advance();
            }
            NetworkDenoiser learned = NetworkDenoiser.of(
                    (Mlp) task.network(),
                    new TorchOperations(trainer.optimisation().averaged()),
                    FLOW);
            double off = off(sampled(learned, other, 1), ends(other));
            assertTrue(off < 0.05, "off by " + off);
        }
    }

    @Test
    void whatIsNoPairIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new ReflowTask(task(), new float[4], new float[2]))
                .getMessage();
        assertEquals(
                "Reflow learns from pairs of 2 numbers each; 4 numbers of noise and 2 of samples are not that.",
                message);
        assertThrows(IllegalArgumentException.class, () -> new ReflowTask(task(), new float[3], new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new ReflowTask(task(), new float[0], new float[0]));
    }
}
