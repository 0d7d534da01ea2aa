package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.exact.FiniteData;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two points at -1 and +1 with weights 20 and 80, their exact denoiser, a start from N(0, 1), 80 steps: the share that ends
 * near +1. It is right where the schedule ends without signal, and wrong where it does not.
 */
class TwoPointsTest {

    private static final int STEPS = 80, SAMPLES = 10_000;

    @ParameterizedTest
    @CsvSource({
        "ddpm,      exponential,       70.6",
        "ddpm,      linear,            80.7",
        "ddpm,      squaredcos_cap_v2, 80.4",
        "ddpm,      raw,               68.0",
        "ddpm_beta, exponential,       70.5",
        "ddpm_beta, linear,            79.9",
        "ddpm_beta, squaredcos_cap_v2, 79.9",
        "ddim,      exponential,       65.9",
        "ddim,      linear,            80.1",
        "ddim,      squaredcos_cap_v2, 80.2",
        "ddim,      raw,               64.0"
    })
    void theShareNearTheHeavierPoint(String sampler, String schedule, double percent) {
        DiscreteSchedule levels =
                schedule.equals("raw") ? Schedules.linear(STEPS, 1e-4, 0.02) : Schedules.discrete(schedule, STEPS);
        List<NoiseLevel> way = new ArrayList<>();
        for (int k = STEPS; k >= 0; k--) {
            way.add(levels.level(k));
        }
        Scope.run(() -> {
            try (FiniteData points =
                            new FiniteData(Tensors.of(new float[] {-1, 1}, 2, 1), new double[] {20, 80}, List.of());
                    SamplingRun run = new Sampling(points, Samplers.named(sampler), TimeGrid.through(way))
                            .start(SeededNoise.of(7), SAMPLES, 1)) {
                run.finish(made -> {});
                double[] ends = Tensors.doubles(run.x());
                long near = Arrays.stream(ends).filter(x -> x > 0).count();
                assertEquals(percent, 100.0 * near / SAMPLES, 1.5);
                // Each ends on one of the two points: the last step goes to the posterior's mean, which is one of them.
                double farthest = Arrays.stream(ends)
                        .map(x -> 1 - Math.abs(x))
                        .map(Math::abs)
                        .max()
                        .orElseThrow();
                assertEquals(0, farthest, 0.05);
            }
        });
    }
}
