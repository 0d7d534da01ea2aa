package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.exact.Gaussian;
import darkroom.objective.PredictionType;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Halving the steps divides a sampler's error against the exact solution for Gaussian data by two to its order. */
class ConvergenceTest {

    private static final Map<String, Integer> ORDERS = Map.ofEntries(
            Map.entry("ddim", 1),
            Map.entry("ddpm", 1),
            Map.entry("ddpm_beta", 1),
            Map.entry("ddpm_learned_range", 1),
            Map.entry("ddpm_learned", 1),
            Map.entry("euler", 1),
            Map.entry("euler_ancestral", 1),
            Map.entry("heun", 2),
            Map.entry("heun_angle", 2),
            Map.entry("dpm_solver_pp_2m", 2),
            Map.entry("dpm_solver_pp_2m_sde", 2),
            Map.entry("dpm_solver_pp_2s", 2),
            Map.entry("dpm_solver_pp_3s", 3),
            // Its first and last step are of first order, whose error is one of second order in all.
            Map.entry("unipc", 2),
            Map.entry("pndm", 2));

    private static final Set<String> STOCHASTIC = Set.of(
            "ddpm", "ddpm_beta", "ddpm_learned_range", "ddpm_learned", "euler_ancestral", "dpm_solver_pp_2m_sde");

    private static final double MEAN = 0.3, DEVIATION = 0.5;
    private static final int COARSE = 96, FINE = 192;

    /** Ways from much noise to little, of several kinds of level; the share walked goes from 0 to 1. */
    private static final Map<String, DoubleFunction<NoiseLevel>> WAYS = Map.of(
            "log-SNR", share -> NoiseLevel.ofHalfLogSnr(-2.5 + 5 * share),
            "angle", share -> new NoiseLevel(Math.cos(1.5 - 1.4 * share), Math.sin(1.5 - 1.4 * share)),
            "straight", share -> new NoiseLevel(0.05 + 0.9 * share, 0.95 - 0.9 * share),
            "karras", share -> Schedules.continuous("karras").at(0.65 - 0.4 * share));

    private static Gaussian data;

    @BeforeAll
    static void prepare() {
        data = Scope.call(() -> new Gaussian(Tensors.of(new double[] {MEAN}, 1), DEVIATION), kept -> Stream.empty());
    }

    @AfterAll
    static void free() {
        data.close();
    }

    static Stream<Arguments> samplersAndWays() {
        return Samplers.names().stream().flatMap(name -> WAYS.keySet().stream().map(way -> Arguments.of(name, way)));
    }

    @ParameterizedTest
    @MethodSource("samplersAndWays")
    void theErrorFallsWithTheOrder(String name, String way) {
        assertTrue(ORDERS.containsKey(name), "no order is stated for " + name);
        double coarse = error(name, data, way, COARSE), fine = error(name, data, way, FINE);
        assertEquals(ORDERS.get(name), Math.log(coarse / fine) / Math.log(2), 0.25, coarse + " to " + fine);
        assertTrue(fine < 0.01, "off by " + fine);
    }

    /** How far mean and standard deviation at the end are from the exact ones, for a start that is not in the middle. */
    private static double error(String name, Denoiser denoiser, String way, int steps) {
        List<NoiseLevel> levels = levels(way, steps);
        NoiseLevel first = levels.get(0), last = levels.get(steps);
        double before = data.deviation(first), after = data.deviation(last);
        Affine found = Affine.of(denoiser, Samplers.named(name), levels, first.alpha() * MEAN, before);
        // Going back in time at random forgets more of the start than going back along a line.
        double kept = first.alpha() / last.alpha() * after * after / before;
        double gain = STOCHASTIC.contains(name) ? kept : after, fresh = Math.sqrt(after * after - gain * gain);
        return Math.hypot(Math.hypot(found.centre() - last.alpha() * MEAN, found.gain() - gain), found.fresh() - fresh);
    }

    @ParameterizedTest
    @MethodSource("samplersAndWays")
    void onlyStochasticSamplersDraw(String name, String way) {
        Affine found = Affine.of(data, Samplers.named(name), levels(way, 6), 0, 1);
        assertEquals(STOCHASTIC.contains(name) ? 6 : 0, found.draws());
        assertEquals(STOCHASTIC.contains(name), found.fresh() > 0);
    }

    @Test
    void withEtaDdimKeepsTheSpreadToFirstOrder() {
        for (double eta : new double[] {0.3, 0.7, 1}) {
            double[] errors = new double[2];
            for (int i = 0; i < 2; i++) {
                List<NoiseLevel> levels = levels("angle", i == 0 ? COARSE : FINE);
                NoiseLevel first = levels.get(0), last = levels.get(levels.size() - 1);
                Affine found = Affine.of(data, new Ddim(eta), levels, first.alpha() * MEAN, data.deviation(first));
                assertEquals(last.alpha() * MEAN, found.centre(), 1e-12);
                errors[i] = Math.abs(found.spread() - data.deviation(last));
            }
            assertEquals(1, Math.log(errors[0] / errors[1]) / Math.log(2), 0.25, "eta " + eta);
        }
    }

    @ParameterizedTest
    @MethodSource("samplersAndWays")
    void whatTypeTheOutputsAreOfDoesNotMatter(String name, String way) {
        if (name.equals("pndm")) {
            return;
        }
        double error = error(name, data, way, 12);
        for (PredictionType type : PredictionType.all().values()) {
            assertEquals(error, error(name, new Restated(data, type), way, 12), 1e-9, type.name());
        }
    }

    @Test
    void butPndmAveragesRawOutputsAndLosesAnOrderWhereTheyTurnWithTheLevel() {
        Map<PredictionType, Integer> orders =
                Map.of(PredictionType.X0, 2, PredictionType.EPSILON, 2, PredictionType.V, 1);
        orders.forEach((type, order) -> {
            Denoiser denoiser = new Restated(data, type);
            double coarse = error("pndm", denoiser, "log-SNR", COARSE), fine = error("pndm", denoiser, "log-SNR", FINE);
            assertEquals(order, Math.log(coarse / fine) / Math.log(2), 0.25, type.name());
        });
    }

    private static List<NoiseLevel> levels(String way, int steps) {
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            levels.add(WAYS.get(way).apply((double) i / steps));
        }
        return levels;
    }
}
