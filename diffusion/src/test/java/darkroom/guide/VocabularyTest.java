package darkroom.guide;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.guide.Condition.Encoded;
import darkroom.model.NetworkDenoiser;
import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Ddim;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What networks are told of what samples are asked to be: labels with the null label last, and texts. */
class VocabularyTest {

    private static final DiscreteSchedule SCHEDULE = Schedules.discrete("linear", 1000);
    private static final Objective OBJECTIVE =
            new Objective(SCHEDULE, PredictionType.V, LossWeight.UNIFORM, LevelDistribution.UNIFORM, Input.TIMESTEP);
    private static final int LENGTH = 3, WIDTH = 4, CHANNELS = 8;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @Test
    void theLabelBehindTheLastAsksForNothing() {
        Vocabulary three = new Vocabulary(4, null);
        assertEquals(3, three.labels());
        Scope.run(() -> {
            Conditioning<Tensor> told = three.told(List.of(
                    Condition.labels(2), Condition.NONE, Condition.labels(5, 0).row(1)));
            assertArrayEquals(new double[] {2, 3, 0}, Tensors.doubles(told.requireLabels()));
        });
    }

    @Test
    void whatANetworkCannotBeAskedForIsRefusedInASentence() {
        Scope.run(() -> {
            Vocabulary none = new Vocabulary(0, null), three = new Vocabulary(4, null);
            Vocabulary texts = new Vocabulary(0, text(1, 0));
            assertEquals(
                    "This model knows the labels 0 to 2, not 3.",
                    refusal(() -> three.told(List.of(Condition.labels(3)))));
            assertEquals(
                    "This model was trained without labels, so none can be asked for.",
                    refusal(() -> none.told(List.of(Condition.labels(0)))));
            assertEquals(
                    "This model is not asked by texts, so none can be asked for.",
                    refusal(() -> three.told(List.of(text(1, 0)))));
            assertEquals(
                    "This model is asked by texts, so no label can be asked for.",
                    refusal(() -> texts.told(List.of(Condition.labels(0)))));
            assertEquals(
                    "This network is told a label for each sample; none was given.",
                    refusal(() -> none.told(List.of(Condition.NONE)).requireLabels()));
            assertEquals(
                    "A label is at least 0, not -1; to ask for nothing use Condition.NONE.",
                    refusal(() -> Condition.labels(-1)));
        });
    }

    private static String refusal(Runnable asking) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, asking::run).getMessage());
    }

    /** Adds what a picture's pixels find among a text's tokens, the whole text's embedding, and a size. */
    private static final class Reader implements Network {

        @Override
        public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
            T tokens = told.requireTokens();
            T found = on.attention("read", on.tokens(x), on.linear("key", tokens), on.linear("value", tokens), 2);
            T pooled = on.linear("pooled", requireNonNull(told.pooled(), "pooled"));
            T size = on.linear("size", requireNonNull(told.added().get("size"), "size"));
            return on.addToChannels(on.add(x, on.picture(found, x)), on.add(pooled, size));
        }

        @Override
        public void declare(Parameters parameters) {
            parameters.linear("key", WIDTH, CHANNELS);
            parameters.linear("value", WIDTH, CHANNELS);
            parameters.linear("pooled", WIDTH, CHANNELS);
            parameters.linear("size", 2, CHANNELS);
        }

        @Override
        public long[] sampleShape() {
            return new long[] {CHANNELS, 2, 2};
        }

        @Override
        public int classEmbeddings() {
            return 0;
        }
    }

    private static Encoded text(int rows, long seed) {
        SeededNoise noise = SeededNoise.of(seed);
        return new Encoded(
                noise.next(rows, LENGTH, WIDTH), noise.next(rows, WIDTH), Map.of("size", noise.next(rows, 2)));
    }

    @ParameterizedTest
    @EnumSource(
            value = torch.ScalarType.class,
            names = {"Float", "BFloat16"})
    void rowsOfDifferentTextsAreToldTheirOwn(torch.ScalarType type) {
        try (Weights first = Weights.initial(Parameters.of(new Reader()), 1);
                Weights weights = first.converted(type);
                TorchOperations on = new TorchOperations(weights)) {
            Scope.run(() -> {
                new NoGradGuard();
                Encoded silence = text(1, 9), two = text(2, 5);
                Denoiser denoiser = new NetworkDenoiser(
                        new TorchEvaluator(new Reader(), on, type), OBJECTIVE, new Vocabulary(0, silence));
                NoiseLevel level = SCHEDULE.level(400);
                Tensor x = SeededNoise.of(3).next(3, CHANNELS, 2, 2);
                float[] all = Tensors.floats(denoiser.output(
                        x,
                        List.of(
                                new Row(level, 30, two.row(1)),
                                new Row(level, 30, Condition.NONE),
                                new Row(level, 30, two.row(0)))));
                int length = all.length / 3;
                float[] second = Tensors.floats(denoiser.output(x.narrow(0, 0, 1), level, two.row(1)));
                float[] silent = Tensors.floats(denoiser.output(x.narrow(0, 1, 1), level, silence));
                assertArrayEquals(second, Arrays.copyOf(all, length));
                assertArrayEquals(silent, Arrays.copyOfRange(all, length, 2 * length));
                float[] other = Tensors.floats(denoiser.output(x.narrow(0, 1, 1), level, two.row(1)));
                assertFalse(Arrays.equals(silent, other));
            });
        }
    }

    @Test
    void guidanceLeadsFromSilenceToTheText() {
        try (Weights weights = Weights.initial(Parameters.of(new Reader()), 1);
                TorchOperations on = new TorchOperations(weights)) {
            Scope.run(() -> {
                Encoded silence = text(1, 9), asked = text(2, 5);
                Denoiser denoiser = new NetworkDenoiser(
                        new TorchEvaluator(new Reader(), on, on.type()), OBJECTIVE, new Vocabulary(0, silence));
                float[] none = sampled(denoiser, asked, 0), plain = sampled(denoiser, asked, 1);
                assertArrayEquals(sampled(denoiser, Condition.NONE, 3), none);
                assertFalse(Arrays.equals(none, plain));
                assertFalse(Arrays.equals(plain, sampled(denoiser, asked, 3)));
            });
        }
    }

    private static float[] sampled(Denoiser denoiser, Condition condition, double scale) {
        Sampling sampling = new Sampling(
                denoiser,
                new Ddim(0),
                new Spacing.Trailing().grid(SCHEDULE, 4),
                condition,
                new ClassifierFree(scale),
                Clipping.NONE);
        try (SamplingRun run = sampling.start(SeededNoise.of(2), 2, CHANNELS, 2, 2)) {
            run.finish(made -> {});
            return Tensors.floats(run.x());
        }
    }
}
