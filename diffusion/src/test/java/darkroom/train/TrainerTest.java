package darkroom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.network.Operations;
import darkroom.network.Parametrised;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.train.TrainingSettings.Precision;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates are those of AdamW as its authors wrote it, number by number, with clipping, accumulation and the average. */
class TrainerTest {

    private static final int UPDATES = 12;

    /** So many that an update goes through several ranges of them, the last of which is not full. */
    private static final int SIZE = 140_000;

    private static final AdamW ADAM_W = new AdamW(0.9, 0.99, 1e-8, 0.1);
    private static final ExponentialMovingAverage AVERAGE = new ExponentialMovingAverage(0.9, 1, 0.75, 2);

    /** Wishes that the weights, all in one, lie at {@code index + 1}: the gradient of a batch is {@code weights - index - 1}. */
    private record Wish(double factor) implements Task<Long> {

        @Override
        public Parametrised network() {
            return parameters -> parameters.embedding("wish", 2, SIZE / 2);
        }

        @Override
        public Long draw(long seed, long index, int count) {
            return index;
        }

        @Override
        public Tensor loss(Operations<Tensor> on, Long index) {
            Tensor weights = on.embedding("wish", Tensors.of(new long[] {0, 1}, 2));
            Tensor off = weights.sub(new Scalar((double) (index + 1)));
            return off.mul(off).sum().mul(new Scalar(factor / 2));
        }
    }

    /** How many of many ones are dropped, and that those kept are scaled up. */
    private record Dropped(int ones) implements Task<Long> {

        @Override
        public Parametrised network() {
            return parameters -> parameters.embedding("wish", 2, SIZE / 2);
        }

        @Override
        public Long draw(long seed, long index, int count) {
            return index;
        }

        @Override
        public Tensor loss(Operations<Tensor> on, Long index) {
            float[] ones = new float[ones()];
            Arrays.fill(ones, 1);
            Tensor kept = on.dropout(Tensors.of(ones, ones.length), 0.5);
            Tensor nothing =
                    on.embedding("wish", Tensors.of(new long[] {0}, 1)).sum().mul(new Scalar(0.0));
            return kept.mul(kept).mean().add(nothing);
        }
    }

    /** With dropout of a half each one becomes 0 or 2, so their mean square is 2 in training; it is 1 where nothing drops. */
    @Test
    void trainingDropsOut() {
        try (Trainer trainer = new Trainer(new Dropped(10_000), settings(1, null))) {
            assertEquals(2, trainer.advance().loss(), 0.1);
        }
    }

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    @ParameterizedTest
    @CsvSource({"1, ", "3, ", "1, 0.5", "2, 1.5"})
    void updatesAreThoseOfThePaper(int accumulate, Double clip) {
        try (Trainer trainer = new Trainer(new Wish(1), settings(accumulate, clip))) {
            double[] weights = Tensors.doubles(trainer.optimisation().weights().flat());
            double[] mean = new double[SIZE], square = new double[SIZE], average = weights.clone();
            for (int update = 1; update <= UPDATES; update++) {
                double[] gradient = new double[SIZE];
                for (int part = 0; part < accumulate; part++) {
                    double wish = (update - 1) * accumulate + part + 1;
                    for (int i = 0; i < SIZE; i++) {
                        gradient[i] += (weights[i] - wish) / accumulate;
                    }
                }
                double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
                double held = clip == null ? 1 : Math.min(1, clip / norm);
                TrainingUpdate now = trainer.advance();
                assertEquals(norm, now.gradientNorm(), 1e-4 * norm);
                double rate = now.learningRate();
                double kept = AVERAGE.decayAt(update);
                for (int i = 0; i < SIZE; i++) {
                    double g = held * gradient[i];
                    mean[i] = 0.9 * mean[i] + 0.1 * g;
                    square[i] = 0.99 * square[i] + 0.01 * g * g;
                    double step = mean[i] / (1 - Math.pow(0.9, update));
                    double root = Math.sqrt(square[i] / (1 - Math.pow(0.99, update)));
                    weights[i] -= rate * (step / (root + 1e-8) + 0.1 * weights[i]);
                    average[i] = kept * average[i] + (1 - kept) * weights[i];
                }
                assertArrayEquals(
                        weights,
                        Tensors.doubles(trainer.optimisation().weights().flat()),
                        1e-5);
                assertArrayEquals(
                        average, Tensors.doubles(trainer.optimisation().average()), 1e-5);
            }
            assertTrue(trainer.done());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aTrainingThatDivergedSaysSo(double factor) {
        try (Trainer trainer = new Trainer(new Wish(factor), settings(1, null))) {
            String message =
                    assertThrows(ArithmeticException.class, trainer::advance).getMessage();
            assertTrue(message.contains("diverged"), message);
        }
    }

    private static TrainingSettings settings(int accumulate, Double clip) {
        return new TrainingSettings(
                UPDATES,
                1,
                accumulate,
                0.05,
                LearningRateSchedule.COSINE,
                3,
                ADAM_W,
                clip,
                AVERAGE,
                0,
                Precision.FP32,
                7,
                100,
                null);
    }
}
