package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.exact.FiniteData;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Painting a part anew where the answer is known: the data are a few rows of four numbers, of which the first two are known. */
class RepaintedTest {

    private static final int COUNT = 20;
    private static final float[] ROWS = {1, 1, 1, 1, -1, -1, -1, -1, 1, -1, 0.5f, -0.5f};
    private static final float[] MASK = {0, 0, 1, 1};
    private static final DiscreteSchedule SCHEDULE = Schedules.discrete("squaredcos_cap_v2", 1000);

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    /** The same for every row. */
    private static Tensor rows(float[] one) {
        return Tensors.of(one, 1, 4).repeat(COUNT, 1);
    }

    private static float[] sampled(String sampler, Function<Sampler, Sampler> repainted) {
        float[][] end = new float[1][];
        Scope.run(() -> {
            try (FiniteData data = new FiniteData(Tensors.of(ROWS, 3, 4), new double[] {1, 1, 1}, List.of())) {
                Sampler whole = repainted.apply(Samplers.named(sampler));
                Sampling sampling = new Sampling(data, whole, new Spacing.Trailing().grid(SCHEDULE, 50));
                try (SamplingRun run = sampling.start(SeededNoise.of(3), COUNT, 4)) {
                    run.finish(now -> {});
                    end[0] = Tensors.floats(run.x());
                }
            }
        });
        return end[0];
    }

    /** What is known stays, and decides what fits: each row can be told by its first two numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "ddim", "heun_angle", "dpm_solver_pp_2m"})
    void theRestIsFilledInAsTheKnownPartHasIt(String sampler) {
        for (int row = 0; row < 3; row++) {
            float[] known = new float[4];
            System.arraycopy(ROWS, 4 * row, known, 0, 2);
            float[] end = sampled(
                    sampler,
                    inner -> new Repainted(inner, rows(known), SeededNoise.first(9, COUNT, 4), Tensors.of(MASK, 1, 4)));
            int right = 0;
            for (int i = 0; i < COUNT; i++) {
                assertEquals(known[0], end[4 * i], 1e-6, "known");
                assertEquals(known[1], end[4 * i + 1], 1e-6, "known");
                boolean fits = Math.abs(end[4 * i + 2] - ROWS[4 * row + 2]) < 0.05
                        && Math.abs(end[4 * i + 3] - ROWS[4 * row + 3]) < 0.05;
                right += fits ? 1 : 0;
            }
            assertTrue(right >= COUNT - 1, sampler + ": " + right + " of " + COUNT + " fit row " + row);
        }
    }

    /** Where all is painted anew, nothing is known: it is the sampler itself. */
    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "heun_angle"})
    void allOfItPaintedAnewIsPlainSampling(String sampler) {
        float[] plain = sampled(sampler, inner -> inner);
        float[] anew = sampled(
                sampler,
                inner -> new Repainted(
                        inner,
                        rows(new float[4]),
                        SeededNoise.first(9, COUNT, 4),
                        Tensors.of(new float[] {1, 1, 1, 1}, 1, 4)));
        assertArrayEquals(plain, anew, 1e-5f);
    }
}
