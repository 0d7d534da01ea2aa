package darkroom.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Patterns;
import darkroom.guide.Condition;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactDenoisersTest {

    private static final List<NoiseLevel> LEVELS = List.of(
            NoiseLevel.ofAlphaBar(0.999),
            NoiseLevel.ofAlphaBar(0.5),
            NoiseLevel.ofAlphaBar(1e-4),
            new NoiseLevel(0.3, 0.7),
            new NoiseLevel(1, 3),
            new NoiseLevel(0, 1));

    /** Between two items the odds are the exponential of the difference of their squared distances; a label leaves its own. */
    @Test
    void theSharesOfItemsAreTheOddsByBayesRule() {
        double[] items = {-1, 0.5, 2, 1}, x = {0.2, -0.4};
        NoiseLevel level = NoiseLevel.ofAlphaBar(0.6);
        double away = 0;
        for (int i = 0; i < 2; i++) {
            away += square(x[i] - level.alpha() * items[2 + i]) - square(x[i] - level.alpha() * items[i]);
        }
        double odds = Math.exp(away / (2 * square(level.sigma())));
        try (FiniteData data = new FiniteData(Tensors.of(items, 2, 2), List.of(3, 5))) {
            double[] both = shares(data, x, level, Condition.NONE);
            assertEquals(odds, both[0] / both[1], 1e-9 * odds);
            assertEquals(1, both[0] + both[1], 1e-12);
            assertArrayEquals(new double[] {0, 1}, shares(data, x, level, Condition.labels(5)));
        }
    }

    private static double square(double value) {
        return value * value;
    }

    private static double[] shares(FiniteData data, double[] x, NoiseLevel level, Condition condition) {
        return Scope.call(
                () -> Tensors.doubles(data.shares(Tensors.of(x, 1, 2), level, condition)), kept -> Stream.empty());
    }

    @Test
    void aMixtureGivesTheMeanOfThePosteriorThatIntegrationFinds() {
        double[] means = {-1.2, 0.4, 2}, variances = {0.3, 0.02, 0.5}, weights = {2, 0.5, 1};
        double[] at = {-2.5, -0.3, 0.1, 1, 4};
        try (GaussianMixture mixture = new GaussianMixture(Tensors.of(means, 3, 1), variances, weights, List.of())) {
            for (NoiseLevel level : LEVELS) {
                double[] found = denoised(mixture, at, level, Condition.NONE, at.length, 1);
                for (int i = 0; i < at.length; i++) {
                    double x = at[i];
                    DoubleUnaryOperator joint = x0 -> {
                        double prior = 0;
                        for (int k = 0; k < 3; k++) {
                            prior += weights[k] * normal(x0 - means[k], variances[k]);
                        }
                        return prior * normal(x - level.alpha() * x0, level.sigma() * level.sigma());
                    };
                    double expected = integral(x0 -> x0 * joint.applyAsDouble(x0)) / integral(joint);
                    assertEquals(expected, found[i], 1e-9, "x = " + x + " at " + level);
                }
            }
        }
    }

    @Test
    void aFiniteSetIsTheLimitOfNarrowComponents() {
        double[] items = {-1, 0.5, 0.2, -0.7, 1, 1}, weights = {0.2, 0.3, 0.5}, at = {0.3, -0.2, 2, 0.1};
        double[] narrow = {1e-14, 1e-14, 1e-14};
        try (FiniteData data = new FiniteData(Tensors.of(items, 3, 2), weights, List.of());
                GaussianMixture mixture = new GaussianMixture(Tensors.of(items, 3, 2), narrow, weights, List.of())) {
            for (NoiseLevel level : LEVELS) {
                assertArrayEquals(
                        denoised(mixture, at, level, Condition.NONE, 2, 2),
                        denoised(data, at, level, Condition.NONE, 2, 2),
                        1e-9);
            }
        }
    }

    @Test
    void theTwoEndsAreTheMeanAndTheSampleItself() {
        try (FiniteData data =
                new FiniteData(Tensors.of(new double[] {-1, 1}, 2, 1), new double[] {20, 80}, List.of())) {
            double[] at = {-0.4, 3};
            assertArrayEquals(
                    new double[] {0.6, 0.6}, denoised(data, at, new NoiseLevel(0, 1), Condition.NONE, 2, 1), 1e-15);
            assertArrayEquals(
                    new double[] {-0.8, 6}, denoised(data, at, new NoiseLevel(0.5, 0), Condition.NONE, 2, 1), 1e-15);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-6, 1e-12, 1e-30, 1e-100})
    void littleNoiseLeavesTheNearestItemAndDoesNotOverflow(double sigma) {
        try (FiniteData data = new FiniteData(Tensors.of(new float[] {-1, 0.3f, 1}, 3, 1), List.of())) {
            float[] at = {-0.6f, 0.2f, 0.7f, 50};
            float[] found = Scope.call(
                    () -> Tensors.floats(data.output(Tensors.of(at, 4, 1), new NoiseLevel(1, sigma), Condition.NONE)),
                    kept -> Stream.empty());
            assertArrayEquals(new float[] {-1, 0.3f, 1, 1}, found, 0);
        }
    }

    @Test
    void aConditionLeavesTheItemsOfItsLabel() {
        double[] at = {0.1, -0.2, 0.4};
        NoiseLevel level = NoiseLevel.ofAlphaBar(0.3);
        try (FiniteData all = new FiniteData(Tensors.of(new double[] {-1, 0.2, 0.6, 1}, 4, 1), List.of(2, 5, 2, 5));
                FiniteData fives = new FiniteData(Tensors.of(new double[] {0.2, 1}, 2, 1), List.of());
                FiniteData twos = new FiniteData(Tensors.of(new double[] {-1, 0.6}, 2, 1), List.of())) {
            double[] five = denoised(fives, at, level, Condition.NONE, 3, 1),
                    two = denoised(twos, at, level, Condition.NONE, 3, 1);
            double[] any = denoised(all, at, level, Condition.NONE, 3, 1);
            assertArrayEquals(two, denoised(all, at, level, Condition.labels(2), 3, 1), 1e-14);
            assertArrayEquals(
                    new double[] {two[0], five[1], two[2]},
                    denoised(all, at, level, Condition.labels(2, 5, 2), 3, 1),
                    1e-14);
            List<Row> mixed = Stream.of(Condition.labels(5), Condition.NONE, Condition.labels(2))
                    .map(asked -> new Row(level, Double.NaN, asked))
                    .toList();
            double[] found =
                    Scope.call(() -> Tensors.doubles(all.output(Tensors.of(at, 3, 1), mixed)), kept -> Stream.empty());
            assertArrayEquals(new double[] {five[0], any[1], two[2]}, found, 1e-14);
            assertThrows(IllegalArgumentException.class, () -> denoised(all, at, level, Condition.labels(3), 3, 1));
            assertThrows(IllegalArgumentException.class, () -> denoised(fives, at, level, Condition.labels(0), 3, 1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> denoised(all, new double[] {1, 2}, level, Condition.NONE, 1, 2));
        }
    }

    @Test
    void rowsAtDifferentLevelsAreToldWhatTheyAreToldAlone() {
        double[] at = {0.1, -0.2, 0.4, 0.9, -3};
        NoiseLevel noisy = NoiseLevel.ofAlphaBar(0.1), light = NoiseLevel.ofAlphaBar(0.9);
        List<NoiseLevel> levels = List.of(noisy, noisy, light, NoiseLevel.CLEAN, noisy);
        try (FiniteData data = new FiniteData(Tensors.of(new double[] {-1, 0.2, 0.6, 1}, 4, 1), List.of())) {
            List<Row> rows = levels.stream()
                    .map(level -> new Row(level, Double.NaN, Condition.NONE))
                    .toList();
            double[] found =
                    Scope.call(() -> Tensors.doubles(data.output(Tensors.of(at, 5, 1), rows)), kept -> Stream.empty());
            for (int i = 0; i < 5; i++) {
                double[] alone = denoised(data, new double[] {at[i]}, levels.get(i), Condition.NONE, 1, 1);
                assertEquals(alone[0], found[i], "row " + i);
            }
        }
    }

    @Test
    void picturesInFloat32AgreeWithFloat64AndRowsDoNotMeet() {
        int count = 200, rows = 4;
        long[] shape = {1, 16, 16};
        try (FiniteData data = FiniteData.of(new Patterns(16).batch(1, 0, count), shape)) {
            SplittableRandom random = new SplittableRandom(1);
            double[] x = random.doubles(rows * 256L, -1.5, 1.5).toArray();
            for (int t = 0; t <= 1000; t += 100) {
                NoiseLevel level = Schedules.discrete("squaredcos_cap_v2", 1000).level(t);
                Scope.run(() -> {
                    Tensor in = Tensors.of(x, rows, 1, 16, 16);
                    Tensor wide = data.output(in, level, Condition.NONE);
                    Tensor narrow = data.output(in.to(torch.ScalarType.Float), level, Condition.NONE);
                    assertEquals(List.of((long) rows, 1L, 16L, 16L), Tensors.shape(narrow));
                    assertArrayEquals(Tensors.doubles(wide), Tensors.doubles(narrow), 2e-4);
                    Tensor alone = data.output(in.narrow(0, 2, 1), level, Condition.NONE);
                    assertArrayEquals(Tensors.doubles(wide.narrow(0, 2, 1)), Tensors.doubles(alone), 1e-12);
                });
            }
        }
    }

    @Test
    void aGaussianIsCarriedThereAndBackAndKeepsItsPlace() {
        double[] mean = {0.5, -2}, x = {1, 2, -3, 0.25};
        Scope.run(() -> {
            try (Gaussian gaussian = new Gaussian(Tensors.of(mean, 2), 0.7)) {
                for (NoiseLevel from : LEVELS) {
                    for (NoiseLevel to : LEVELS) {
                        Tensor there = gaussian.carried(Tensors.of(x, 2, 2), from, to);
                        assertArrayEquals(x, Tensors.doubles(gaussian.carried(there, to, from)), 1e-12);
                        Tensor centre =
                                gaussian.carried(Tensors.scaled(from.alpha(), Tensors.of(mean, 1, 2)), from, to);
                        assertArrayEquals(
                                new double[] {to.alpha() * mean[0], to.alpha() * mean[1]},
                                Tensors.doubles(centre),
                                1e-12);
                    }
                }
            }
        });
    }

    /** The probability-flow equation for x0-prediction in d(sigma/alpha): the velocity of x / alpha is the noise. */
    @Test
    void aGaussianMovesAsItsOwnDenoiserSays() {
        double[] x = {1, 2, -3, 0.25};
        double ratio = 1.7, small = 1e-5;
        Scope.run(() -> {
            try (Gaussian gaussian = new Gaussian(Tensors.of(new double[] {0.5, -2}, 2), 0.7)) {
                NoiseLevel here = new NoiseLevel(1, ratio);
                double[] before =
                        Tensors.doubles(gaussian.carried(Tensors.of(x, 2, 2), here, new NoiseLevel(1, ratio - small)));
                double[] after =
                        Tensors.doubles(gaussian.carried(Tensors.of(x, 2, 2), here, new NoiseLevel(1, ratio + small)));
                double[] x0 = denoised(gaussian, x, here, Condition.NONE, 2, 2);
                for (int i = 0; i < x.length; i++) {
                    assertEquals((x[i] - x0[i]) / ratio, (after[i] - before[i]) / (2 * small), 1e-8);
                }
            }
        });
    }

    @Test
    void anOracleSaysWhatItWasTold() {
        double[] one = {0.1, 0.2}, two = {0.1, 0.2, -1, 1};
        try (Oracle same = new Oracle(Tensors.of(one, 1, 2));
                Oracle each = new Oracle(Tensors.of(two, 2, 2))) {
            double[] x = {9, 9, 9, 9};
            assertArrayEquals(
                    new double[] {0.1, 0.2, 0.1, 0.2}, denoised(same, x, NoiseLevel.CLEAN, Condition.NONE, 2, 2));
            assertArrayEquals(two, denoised(each, x, new NoiseLevel(0, 1), Condition.NONE, 2, 2));
            double[] twice = Scope.call(
                    () -> Tensors.doubles(
                            each.output(Tensors.of(new double[8], 4, 2), NoiseLevel.CLEAN, Condition.NONE)),
                    kept -> Stream.empty());
            assertArrayEquals(new double[] {0.1, 0.2, -1, 1, 0.1, 0.2, -1, 1}, twice);
            assertThrows(
                    IllegalArgumentException.class, () -> denoised(each, x, NoiseLevel.CLEAN, Condition.NONE, 4, 1));
            assertThrows(
                    IllegalArgumentException.class, () -> denoised(each, one, NoiseLevel.CLEAN, Condition.NONE, 1, 2));
        }
    }

    @Test
    void impossibleMixturesAreRefusedInASentence() {
        Scope.run(() -> {
            Tensor means = Tensors.of(new double[] {1, 2}, 2, 1);
            double[] ones = {1, 1};
            for (Runnable impossible : List.<Runnable>of(
                    () -> new GaussianMixture(means, ones, new double[] {1, 0}, List.of()),
                    () -> new GaussianMixture(means, new double[] {1, -1}, ones, List.of()),
                    () -> new GaussianMixture(means, new double[] {1, Double.NaN}, ones, List.of()),
                    () -> new GaussianMixture(means, new double[] {1}, ones, List.of()),
                    () -> new GaussianMixture(means, ones, ones, List.of(1)),
                    () -> new GaussianMixture(means, ones, ones, List.of(1, -1)))) {
                String message = assertThrows(IllegalArgumentException.class, impossible::run)
                        .getMessage();
                assertTrue(message.endsWith("."), message);
            }
        });
    }

    private static double[] denoised(
            Denoiser denoiser, double[] x, NoiseLevel level, Condition condition, long... shape) {
        return Scope.call(
                () -> Tensors.doubles(denoiser.output(Tensors.of(x, shape), level, condition)), kept -> Stream.empty());
    }

    private static double normal(double x, double variance) {
        return Math.exp(-x * x / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    }

    // The trapezoidal rule, which converges faster than any power for functions that vanish smoothly.
    private static double integral(DoubleUnaryOperator f) {
        double sum = 0, width = 1e-3;
        for (double x = -8; x < 9; x += width) {
            sum += f.applyAsDouble(x) * width;
        }
        return sum;
    }
}
