package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.model.NetworkDenoiser;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproducibilityTest {

    private static final int PIXELS = 16 * 16;

    private static final DiscreteSchedule SCHEDULE = Schedules.discrete("squaredcos_cap_v2", 1000);

    private static final UNet NETWORK = new UNet(UNetConfig.of(Map.of(
            "sample_size", 16,
            "in_channels", 1,
            "out_channels", 1,
            "block_out_channels", List.of(16, 32),
            "down_block_types", List.of("DownBlock2D", "AttnDownBlock2D"),
            "up_block_types", List.of("AttnUpBlock2D", "UpBlock2D"),
            "layers_per_block", 1,
            "norm_num_groups", 8,
            "num_class_embeds", 4)));

    private static Weights weights;

    @BeforeAll
    static void prepare() {
        weights = Weights.initial(Parameters.of(NETWORK), 3);
    }

    @AfterAll
    static void free() {
        weights.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "ddim", "dpm_solver_2m_sde", "unipc"})
    void theSameSeedGivesTheSameBitsWithAnyNumberOfThreads(String sampler) {
        int before = Threads.count();
        try {
            Threads.use(1);
            float[] once = sampled(sampler, 3, SeededNoise.of(5));
            assertArrayEquals(once, sampled(sampler, 3, SeededNoise.of(5)));
            assertFalse(Arrays.equals(once, sampled(sampler, 3, SeededNoise.of(6))));
            for (int threads = 2; threads <= 4; threads++) {
                Threads.use(threads);
                assertArrayEquals(once, sampled(sampler, 3, SeededNoise.of(5)), threads + " threads");
            }
        } finally {
            Threads.use(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "ddim", "dpm_solver_2m_sde", "unipc"})
    void aPictureWithASeedOfItsOwnDoesNotDependOnItsNeighbours(String sampler) {
        float[] alone = sampled(sampler, 1, SeededNoise.each(8));
        float[] amongOthers = sampled(sampler, 4, SeededNoise.each(1, 2, 8, 3));
        assertArrayEquals(alone, Arrays.copyOfRange(amongOthers, 2 * PIXELS, 3 * PIXELS), 1e-5f);
    }

    /** Stochastic samplers with them: the noise is drawn for the whole batch, whatever the chunks are. */
    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "ddim", "dpm_solver_2m_sde", "heun", "pndm"})
    void aPictureDoesNotDependOnItsChunkToTheLastBit(String sampler) {
        float[] whole = sampled(sampler, 70, SeededNoise.of(5), 70);
        for (int rows : new int[] {1, 7, 16, 50}) {
            assertArrayEquals(whole, sampled(sampler, 70, SeededNoise.of(5), rows), rows + " rows");
        }
    }

    @Test
    void oneSeedForEachPictureGivesThePicturesOfThatSeed() {
        assertArrayEquals(sampled("ddpm", 1, SeededNoise.of(8)), sampled("ddpm", 1, SeededNoise.each(8)));
    }

    private static float[] sampled(String sampler, int count, Noise noise) {
        return sampled(sampler, count, noise, count);
    }

    private static float[] sampled(String sampler, int count, Noise noise, int rows) {
        Objective objective = new Objective(
                SCHEDULE, PredictionType.V, LossWeight.UNIFORM, LevelDistribution.UNIFORM, Input.TIMESTEP);
        Denoiser denoiser = NetworkDenoiser.of(NETWORK, new TorchOperations(weights), objective);
        Sampling sampling = new Sampling(
                new Chunked(denoiser, 2 * rows),
                Samplers.named(sampler),
                new Spacing.Trailing().grid(SCHEDULE, 6),
                Condition.labels(IntStream.range(0, count).map(i -> 1 + i / 40).toArray()),
                new ClassifierFree(2),
                RangeClipping.PICTURES);
        return Scope.call(
                () -> {
                    try (SamplingRun run = sampling.start(noise, count, 1, 16, 16)) {
                        run.finish(made -> {});
                        return Tensors.floats(run.x());
                    }
                },
                kept -> Stream.empty());
    }
}
