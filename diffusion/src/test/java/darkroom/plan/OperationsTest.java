package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations by themselves, where a network leads to no such shapes or numbers. */
class OperationsTest {

    private static final int CHANNELS = 8;

    @BeforeAll
    static void twoThreads() {
        Threads.use(2);
    }

    /** A network of a few operations on pictures, of eight channels if nothing else is said. */
    private abstract static class Few implements Network {

        private final int channels;
        private final long height;
        private final long width;

        Few(long height, long width) {
            this(CHANNELS, height, width);
        }

        Few(int channels, long height, long width) {
            this.channels = channels;
            this.height = height;
            this.width = width;
        }

        @Override
        public long[] sampleShape() {
            return new long[] {channels, height, width};
        }

        @Override
        public int classEmbeddings() {
            return 0;
        }

        @Override
        public void declare(Parameters parameters) {
            parameters.norm("norm", channels);
            parameters.linear("q", channels, channels);
            parameters.linear("k", channels, channels);
            parameters.linear("v", channels, channels);
        }

        @Override
        public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
            return forward(on, x);
        }

        abstract <T> T forward(Operations<T> on, T x);
    }

    /** Of these oneDNN takes some for others: as many samples as three times the tokens, or a single token. */
    @ParameterizedTest
    @CsvSource({"1, 1, 3", "1, 1, 12", "4, 1, 12", "3, 2, 18", "4, 4, 48", "5, 3, 7"})
    void attentionOfAnyNumberOfTokensAndSamples(long height, long width, int batch) {
        Few attention = new Few(height, width) {
            @Override
            <T> T forward(Operations<T> on, T x) {
                T tokens = on.tokens(x);
                return on.picture(
                        on.attention("a", on.linear("q", tokens), on.linear("k", tokens), on.linear("v", tokens), 2),
                        x);
            }
        };
        Both.with(new Both(attention, 3), both -> both.assertAgree(both.asked(batch, 1)));
    }

    @Test
    void attentionOfManyTokensIsTakenInParts() {
        Few attention = new Few(48, 48) {
            @Override
            <T> T forward(Operations<T> on, T x) {
                T tokens = on.tokens(x);
                return on.picture(on.attention("a", on.linear("q", tokens), on.linear("k", tokens), tokens, 4), x);
            }
        };
        Both.with(new Both(attention, 3), both -> {
            Asked asked = both.asked(2, 1);
            both.assertAgree(asked);
            assertEquals(true, both.recorded().pass(asked).bytes() < 8_000_000);
        });
    }

    @Test
    void whatNoOtherStepTakesAlongIsAStepOfItsOwn() {
        Few alone = new Few(6, 4) {
            @Override
            <T> T forward(Operations<T> on, T x) {
                T means = on.channelMeans(x);
                T both = on.concatenate(on.affine(x, 2, 1), on.silu(x));
                T doubled = on.add(both, both);
                return on.modulate(
                        on.averagePool(on.addToChannels(on.affine(x, 1, 0), means)), on.channelMeans(doubled));
            }
        };
        Both.with(new Both(alone, 3), both -> both.assertAgree(both.asked(3, 1)));
    }

    @Test
    void meansOfAFewChannelsAreByFastCode() {
        Few three = new Few(3, 8, 6) {
            @Override
            <T> T forward(Operations<T> on, T x) {
                return on.addToChannels(x, on.channelMeans(x));
            }
        };
        Both.with(new Both(three, 3), both -> {
            Asked asked = both.asked(2, 1);
            both.assertAgree(asked);
            assertEquals(
                    List.of(),
                    both.recorded().pass(asked).steps().stream()
                            .map(Steps.Step::implementation)
                            .filter(by -> by.contains("bnorm:any"))
                            .toList());
        });
    }

    /** Against float64: libtorch's float32 is none too accurate here itself. */
    @ParameterizedTest
    @CsvSource({"8, 32, 3", "8, 32, 1", "8, 7, 3", "8, 7, 1", "6, 32, 3", "6, 32, 1"})
    void normsAreAccurateWhereAMeanIsAHundredTimesTheSpread(int channels, long width, int batch) {
        Few norm = new Few(channels, 32, width) {
            @Override
            <T> T forward(Operations<T> on, T x) {
                return on.groupNorm("norm", x, channels / 2, 1e-5);
            }
        };
        try (Weights weights = Weights.initial(Parameters.of(norm), 1);
                Weights wide = weights.converted(torch.ScalarType.Double);
                TorchOperations on = new TorchOperations(weights);
                TorchOperations onWide = new TorchOperations(wide);
                RecordedEvaluator recorded = new RecordedEvaluator(norm, weights, on)) {
            Scope.run(() -> {
                new NoGradGuard();
                Tensor centres = Tensors.of(new float[] {100, 100, -100, -100, 100, 100, 100, 100}, CHANNELS, 1, 1)
                        .narrow(0, 0, channels);
                Tensor x = SeededNoise.of(1).next(batch, channels, 32, width).add(centres);
                Tensor times = Tensors.of(new float[batch], batch);
                Tensor exact = new TorchEvaluator(norm, onWide, onWide.type())
                        .evaluate(x.to(torch.ScalarType.Double), times, Conditioning.none());
                assertArrayEquals(
                        Tensors.doubles(exact),
                        Tensors.doubles(recorded.evaluate(x, times, Conditioning.none())),
                        1e-4);
            });
        }
    }

    @Test
    void whatCannotBeRecordedIsNamed() {
        Few padded = new Few(4, 4) {
            @Override
            <T> T forward(Operations<T> on, T x) {
                return on.silu(on.padBehind(x));
            }
        };
        Both.with(new Both(padded, 3), both -> {
            NotRecorded refused = assertThrows(NotRecorded.class, () -> both.recorded(both.asked(1, 1)));
            assertEquals("a padded picture that no convolution reads", refused.getMessage());
        });
    }
}
