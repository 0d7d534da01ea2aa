package darkroom.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.sample.Clipping;
import darkroom.sample.Estimate;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.schedule.TimedLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionTypeTest {

    private static final double[] X0 = {-1, 0.25, 0.9, -0.3}, NOISE = {0.4, -1.7, 2.2, 0.01};

    static List<NoiseLevel> levels() {
        List<NoiseLevel> levels = new ArrayList<>();
        for (String name : Schedules.names()) {
            for (int k = 0; k <= 25; k++) {
                levels.add(Schedules.discrete(name, 25).level(k));
            }
        }
        levels.addAll(
                List.of(new NoiseLevel(0, 1), new NoiseLevel(0, 80), new NoiseLevel(2, 0), new NoiseLevel(1, 700)));
        return levels;
    }

    static Stream<PredictionType> types() {
        return PredictionType.all().values().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void anOutputGivesBackWhatItIsMadeOf(PredictionType type) {
        for (NoiseLevel level : levels()) {
            if (type == PredictionType.EPSILON && level.alpha() == 0) {
                continue;
            }
            // The smaller of signal and noise is known less well by what double's digits lose.
            double lost = 1e-14 * Math.max(level.sigma() / level.alpha(), level.alpha() / level.sigma());
            double tolerance = 1e-12 + (Double.isFinite(lost) ? lost : 0);
            Scope.run(() -> {
                Tensor x0 = Tensors.of(X0, 2, 2), noise = Tensors.of(NOISE, 2, 2);
                Tensor x = Tensors.sum(level.alpha(), x0, level.sigma(), noise);
                Estimate estimate = Estimate.of(x, level, output(type, level, x0, noise), type, Clipping.NONE);
                assertArrayEquals(X0, Tensors.doubles(estimate.x0()), tolerance, type + " at " + level);
                boolean known = level.sigma() > 0 || type.mix(level).ofNoise() != 0;
                assertArrayEquals(
                        known ? NOISE : new double[4],
                        Tensors.doubles(estimate.epsilon()),
                        tolerance,
                        type + " at " + level);
            });
        }
    }

    static Stream<Arguments> pairs() {
        return types().flatMap(from -> types().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anyTypeBecomesAnyOtherAndComesBack(PredictionType from, PredictionType to) {
        double[] said = {0.3, -0.8, 1.1, 0.05};
        for (NoiseLevel level : levels()) {
            if (level.alpha() == 0 || level.sigma() == 0) {
                continue;
            }
            double tolerance = 1e-12 * Math.max(1, Math.pow(level.sigma() / level.alpha(), 2))
                    + 1e-10 * Math.max(1, 1 / level.sigma());
            Scope.run(() -> {
                Tensor x = Tensors.of(NOISE, 2, 2);
                Tensor there = converted(x, level, Tensors.of(said, 2, 2), from, to);
                assertArrayEquals(
                        said,
                        Tensors.doubles(converted(x, level, there, to, from)),
                        tolerance,
                        from + " to " + to + " at " + level);
            });
        }
    }

    @Test
    void whereNoSignalIsLeftAnEpsilonSaysNothing() {
        Scope.run(() -> {
            Tensor x = Tensors.of(NOISE, 2, 2);
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> Estimate.of(x, new NoiseLevel(0, 1), x, PredictionType.EPSILON, Clipping.NONE))
                    .getMessage();
            assertTrue(message.contains("epsilon") && message.contains("prediction type"), message);
        });
    }

    @Test
    void namesLeadToTypesAndBack() {
        types().forEach(type ->
                assertEquals(type.name(), PredictionType.named(type.name()).name()));
        assertThrows(IllegalArgumentException.class, () -> PredictionType.named("noise"));
        assertThrows(IllegalArgumentException.class, () -> PredictionType.edm(0));
    }

    static Stream<Arguments> weightsAndTypes() {
        return LossWeight.all().values().stream().flatMap(weight -> types().map(type -> Arguments.of(weight, type)));
    }

    @ParameterizedTest
    @MethodSource("weightsAndTypes")
    void theSameErrorCostsTheSameInAnyType(LossWeight weight, PredictionType type) {
        double off = 0.125;
        for (NoiseLevel level : levels()) {
            if (level.alpha() == 0 || level.sigma() == 0) {
                continue;
            }
            // One error of x0, and what it is of the output, given x.
            PredictionType.Mix mix = type.mix(level);
            double x0 = 0.3, x = 0.7;
            double right = mix.ofX0() * x0 + mix.ofNoise() * (x - level.alpha() * x0) / level.sigma();
            double wrong = mix.ofX0() * (x0 + off) + mix.ofNoise() * (x - level.alpha() * (x0 + off)) / level.sigma();
            double cost = weight.ofOutput(level, type) * (wrong - right) * (wrong - right);
            double expected = weight.ofX0(level) * off * off;
            assertEquals(expected, cost, 1e-5 * expected, type + " at " + level);
        }
    }

    @Test
    void eachTypesPlainLossIsItsOwnWeight() {
        for (NoiseLevel level : levels()) {
            if (level.sigma() == 0) {
                continue;
            }
            assertEquals(1, LossWeight.UNIFORM.ofOutput(level, PredictionType.X0), 1e-12);
            if (level.alpha() > 0) {
                assertEquals(1, LossWeight.SNR.ofOutput(level, PredictionType.EPSILON), 1e-12);
            }
            assertEquals(1, LossWeight.SNR_PLUS_ONE.ofOutput(level, PredictionType.V), 1e-12);
            assertEquals(1, LossWeight.FLOW.ofOutput(level, PredictionType.FLOW), 1e-12);
            assertEquals(1, LossWeight.edm(0.5).ofOutput(level, PredictionType.edm(0.5)), 1e-12);
        }
    }

    @Test
    void weightsRefuseWhatIsNotPositive() {
        assertThrows(IllegalArgumentException.class, () -> LossWeight.minSnr(0));
        assertThrows(IllegalArgumentException.class, () -> LossWeight.softMinSnr(-1));
        assertThrows(IllegalArgumentException.class, () -> LossWeight.edm(Double.NaN));
    }

    @Test
    void weightsStayUnderTheirBounds() {
        for (NoiseLevel level : levels()) {
            assertEquals(Math.min(level.snr(), 5), LossWeight.minSnr(5).ofX0(level));
            double soft = LossWeight.softMinSnr(5).ofX0(level);
            assertTrue(soft <= Math.min(level.snr(), 5) + 1e-15 && soft >= Math.min(level.snr(), 5) / 2 - 1e-15);
        }
    }

    @Test
    void anObjectivesLossIsTheSameForTheSameErrorInAnyType() {
        List<NoiseLevel> levels = List.of(NoiseLevel.ofAlphaBar(0.9), NoiseLevel.ofAlphaBar(0.2));
        Scope.run(() -> {
            Tensor x0 = Tensors.of(X0, 2, 2),
                    noise = Tensors.of(NOISE, 2, 2),
                    wrong = Tensors.of(new double[] {-0.9, 0, 1, 1}, 2, 2);
            List<Double> losses = new ArrayList<>();
            types().forEach(type -> {
                Objective objective = new Objective(
                        Schedules.discrete("linear", 1000),
                        type,
                        LossWeight.minSnr(5),
                        LevelDistribution.UNIFORM,
                        Input.TIMESTEP);
                Tensor noisy = Objective.noisy(x0, noise, levels);
                Tensor[] outputs = new Tensor[2];
                for (int row = 0; row < 2; row++) {
                    NoiseLevel level = levels.get(row);
                    outputs[row] =
                            converted(noisy.narrow(0, row, 1), level, wrong.narrow(0, row, 1), PredictionType.X0, type);
                }
                losses.add(objective
                        .loss(Tensors.concatenated(0, outputs), x0, noise, levels)
                        .item_double());
            });
            double expected = 0;
            double[] errors = {0.1, -0.25, 0.1, 1.3};
            for (int i = 0; i < 4; i++) {
                expected += Math.min(5, levels.get(i / 2).snr()) * errors[i] * errors[i] / 4;
            }
            assertArrayEquals(
                    Collections.nCopies(losses.size(), expected).stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray(),
                    losses.stream().mapToDouble(Double::doubleValue).toArray(),
                    1e-9);
        });
    }

    /** Also where two timesteps have one level, between which no search could tell. */
    @ParameterizedTest
    @ValueSource(strings = {"uniform", "log_normal", "logit_normal"})
    void aDrawnLevelIsTheScheduleSAtItsTimestep(String name) {
        DiscreteSchedule schedule =
                DiscreteSchedule.of("stairs", 8, k -> NoiseLevel.ofAlphaBar(1 - 0.1 * (k % 2 == 0 ? k : k + 1)));
        SplittableRandom random = new SplittableRandom(3);
        Set<Double> drawn = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            TimedLevel at = LevelDistribution.named(name).draw(schedule, random);
            NoiseLevel there = schedule.atTimestep(at.timestep());
            boolean inside = at.timestep() > 0 && at.timestep() < 7;
            assertTrue(!inside || Math.abs(there.halfLogSnr() - at.level().halfLogSnr()) < 1e-9, at + ", " + there);
            drawn.add(at.timestep());
        }
        assertTrue(!name.equals("uniform") || drawn.size() == 8, drawn.toString());
    }

    @Test
    void trainingSeesTheLevelsThatItsDistributionNames() {
        SplittableRandom random = new SplittableRandom(5);
        int count = 20_000;
        double[] uniform = new double[10];
        double[] logs = new double[count], logits = new double[count];
        for (int i = 0; i < count; i++) {
            TimedLevel level = LevelDistribution.UNIFORM.draw(Schedules.discrete("linear", 10), random);
            uniform[(int) level.timestep()]++;
            logs[i] = -LevelDistribution.logNormal(-1.2, 1.2)
                    .draw(Schedules.discrete("linear", 10), random)
                    .level()
                    .halfLogSnr();
            double t = LevelDistribution.logitNormal(0.5, 2)
                    .draw(Schedules.discrete("straight", 1000), random)
                    .level()
                    .sigma();
            logits[i] = Math.log(t / (1 - t));
        }
        for (double seen : uniform) {
            assertEquals(count / 10.0, seen, 5 * Math.sqrt(count / 10.0));
        }
        double mean = Arrays.stream(logs).average().orElseThrow();
        assertEquals(-1.2, mean, 5 * 1.2 / Math.sqrt(count));
        assertEquals(
                1.2,
                Math.sqrt(Arrays.stream(logs)
                        .map(l -> (l - mean) * (l - mean))
                        .average()
                        .orElseThrow()),
                0.03);
        Arrays.sort(logits);
        assertEquals(0.5, logits[count / 2], 0.1);
        assertEquals(0.5 - 2, logits[(int) (0.1587 * count)], 0.15);
    }

    private static Tensor converted(Tensor x, NoiseLevel level, Tensor output, PredictionType from, PredictionType to) {
        Estimate estimate = Estimate.of(x, level, output, from, Clipping.NONE);
        return output(to, level, estimate.x0(), estimate.epsilon());
    }

    private static Tensor output(PredictionType type, NoiseLevel level, Tensor x0, Tensor noise) {
        PredictionType.Mix mix = type.mix(level);
        return Tensors.sum(mix.ofX0(), x0, mix.ofNoise(), noise);
    }
}
