package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.exact.Gaussian;
import darkroom.exact.Oracle;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A denoiser that knows the clean sample is carried from any level to any other, onto {@code alpha' x0 + sigma' noise}. */
class PerfectDenoiserTest {

    private static final double X0 = -0.7;

    /** From pure noise to clean, of all kinds, in order of their signal-to-noise ratios. */
    private static final List<NoiseLevel> LEVELS = List.of(
            new NoiseLevel(0, 1),
            new NoiseLevel(1, 80),
            NoiseLevel.ofAlphaBar(0.01),
            new NoiseLevel(0.2, 0.8),
            new NoiseLevel(1, 1.5),
            NoiseLevel.ofAlphaBar(0.7),
            new NoiseLevel(0.9, 0.1),
            new NoiseLevel(2, 0.02),
            NoiseLevel.CLEAN);

    /** Whose solution is not exact where the clean sample is constant. */
    private static final Set<String> CURVED = Set.of("heun_angle");

    static Stream<String> samplers() {
        return Samplers.names().stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void isCarriedFromAnyLevelToAnyLower(String name) {
        if (CURVED.contains(name)) {
            return;
        }
        withOracle(oracle -> {
            for (int i = 0; i < LEVELS.size(); i++) {
                for (int j = i + 1; j < LEVELS.size(); j++) {
                    for (int steps : new int[] {1, 2, 3, 7}) {
                        check(name, oracle, between(LEVELS.get(i), LEVELS.get(j), steps));
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddim",
                "euler",
                "heun",
                "dpm_solver_pp_2m",
                "dpm_solver_pp_2s",
                "dpm_solver_pp_3s",
                "unipc",
                "pndm"
            })
    void isCarriedUpwardsAsWell(String name) {
        withOracle(oracle -> {
            for (int i = 1; i < LEVELS.size() - 1; i++) {
                for (int j = 0; j < i; j++) {
                    for (int steps : new int[] {1, 2, 7}) {
                        check(name, oracle, between(LEVELS.get(i), LEVELS.get(j), steps));
                    }
                }
            }
        });
    }

    private static void check(String name, Denoiser oracle, List<NoiseLevel> levels) {
        NoiseLevel first = levels.get(0), last = levels.get(levels.size() - 1);
        Affine found = Affine.of(oracle, Samplers.named(name), levels, first.alpha() * X0, first.sigma());
        String where = name + " in " + (levels.size() - 1) + " from " + first + " to " + last;
        assertEquals(last.alpha() * X0, found.centre(), 1e-9, where);
        // Beta is more than the posterior's variance.
        if (name.equals("ddpm_beta")) {
            assertTrue(found.spread() >= last.sigma() - 1e-9, where);
        } else {
            assertEquals(last.sigma(), found.spread(), 1e-9 * first.norm(), where);
        }
        if (found.draws() == 0) {
            assertEquals(last.sigma(), found.gain(), 1e-9 * first.norm(), where);
        }
    }

    @Test
    void isCarriedAlongTheCircleToSecondOrder() {
        withOracle(oracle -> {
            double[] errors = new double[2];
            for (int i = 0; i < 2; i++) {
                List<NoiseLevel> levels = new ArrayList<>();
                int steps = i == 0 ? 50 : 100;
                for (int k = 0; k <= steps; k++) {
                    double angle = 1.5 - 1.2 * k / steps;
                    levels.add(new NoiseLevel(Math.cos(angle), Math.sin(angle)));
                }
                Affine found = Affine.of(
                        oracle,
                        Samplers.named("heun_angle"),
                        levels,
                        levels.get(0).alpha() * X0,
                        levels.get(0).sigma());
                NoiseLevel last = levels.get(steps);
                errors[i] = Math.hypot(found.centre() - last.alpha() * X0, found.gain() - last.sigma());
            }
            assertEquals(2, Math.log(errors[0] / errors[1]) / Math.log(2), 0.1);
        });
    }

    /** Ho et al. 2020, section 3.2: beta is the right variance where the data is N(0, I) itself. */
    @Test
    void withVarianceBetaStandardNormalDataKeepsItsSpread() {
        Scope.run(() -> {
            try (Gaussian data = new Gaussian(Tensors.of(new double[] {0}, 1), 1)) {
                for (int steps : new int[] {1, 5, 40}) {
                    List<NoiseLevel> levels = new ArrayList<>();
                    for (int k = steps; k >= 1; k--) {
                        levels.add(Schedules.discrete("linear", steps).level(k));
                    }
                    levels.add(NoiseLevel.ofAlphaBar(0.99999));
                    Affine found = Affine.of(data, Samplers.named("ddpm_beta"), levels, 0, 1);
                    assertEquals(1, found.spread(), 1e-12);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void evaluationsAreAsManyAsTheMethodSays(String name) {
        withOracle(oracle -> {
            int steps = 10;
            int expected = switch (name) {
                case "heun", "heun_angle" -> 2 * steps - 1;
                case "pndm" -> steps + 3 * 3;
                default -> steps;
            };
            List<NoiseLevel> levels = between(NoiseLevel.ofAlphaBar(0.01), NoiseLevel.CLEAN, steps);
            Sampling sampling = new Sampling(oracle, Samplers.named(name), TimeGrid.through(levels));
            try (SamplingRun run = sampling.start(SeededNoise.of(1), 2, 1)) {
                run.finish(made -> {});
                assertEquals(expected, run.evaluations());
            }
            assertEquals(2 * expected, guidedEvaluations(sampling));
        });
    }

    private static long guidedEvaluations(Sampling plain) {
        Sampling guided = new Sampling(
                plain.denoiser(),
                plain.sampler(),
                plain.grid(),
                Condition.labels(0),
                new ClassifierFree(2),
                Clipping.NONE);
        try (SamplingRun run = guided.start(SeededNoise.of(1), 2, 1)) {
            run.finish(made -> {});
            return run.evaluations();
        }
    }

    private static void withOracle(Consumer<Oracle> body) {
        Scope.run(() -> {
            try (Oracle oracle = new Oracle(Tensors.of(new double[] {X0}, 1, 1))) {
                body.accept(oracle);
            }
        });
    }

    private static List<NoiseLevel> between(NoiseLevel from, NoiseLevel to, int steps) {
        List<NoiseLevel> levels = new ArrayList<>();
        for (int k = 0; k <= steps; k++) {
            double share = (double) k / steps;
            levels.add(new NoiseLevel(
                    from.alpha() + share * (to.alpha() - from.alpha()),
                    from.sigma() + share * (to.sigma() - from.sigma())));
        }
        return levels;
    }
}
