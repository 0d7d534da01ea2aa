package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions by Winograd's algorithm, against libtorch. */
class WinogradTest {

    private static final int MOST_ROWS = 17;

    @BeforeEach
    void twoThreads() {
        Threads.use(2);
    }

    /**
     * Two convolutions behind each other, the second of which adds what the first one read where that is of the same shape.
     *
     * @param biased whether they have a bias
     * @param adding whether the first adds numbers to its channels, and the second the picture
     */
    private record Pair(int from, int to, long height, long width, boolean biased, boolean adding) implements Network {

        static Pair of(Random random) {
            int from = 8 * (4 + random.nextInt(9)), to = random.nextBoolean() ? from : 8 * (4 + random.nextInt(9));
            return new Pair(
                    from,
                    to,
                    4 + random.nextInt(21),
                    4 + random.nextInt(21),
                    random.nextBoolean(),
                    random.nextInt(3) > 0);
        }

        @Override
        public void declare(Parameters parameters) {
            if (biased) {
                parameters.convolution("first", from, to, 3);
                parameters.convolution("second", to, from, 3);
            } else {
                parameters.kernel("first", from, to, 3);
                parameters.kernel("second", to, from, 3);
            }
            parameters.linear("numbers", from, to);
        }

        @Override
        public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
            if (!adding) {
                return on.convolution("second", on.convolution("first", x, 1, 1), 1, 1);
            }
            T numbers = on.linear("numbers", on.silu(on.channelMeans(x))); // there in time to be added on the way
            T between = on.addToChannels(on.convolution("first", x, 1, 1), numbers);
            return on.add(on.convolution("second", between, 1, 1), x);
        }

        @Override
        public long[] sampleShape() {
            return new long[] {from, height, width};
        }

        @Override
        public int classEmbeddings() {
            return 0;
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 4 * MOST_ROWS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithLibtorch(long seed) {
        Threads.use(1 + (int) (seed % 2));
        Both.with(new Both(Pair.of(new Random(seed)), seed), both -> {
            Asked asked = both.asked(1 + (int) (seed % MOST_ROWS), seed);
            both.assertAgree(asked);
            assertEquals(List.of(), both.slow(asked));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void agreesInBandsOfRowsHoweverFarAThreadIsAhead(int threads) {
        for (long seed = 0; seed < 12; seed++) {
            Both.with(new Both(Pair.of(new Random(seed)), seed), both -> {
                Asked asked = both.asked(1, threads);
                Both.assertAlike(both.atOnce(asked), both.inBands(asked, threads));
                assertArrayEquals(
                        Tensors.doubles(both.inBands(asked, threads)),
                        Tensors.doubles(both.inBandsFromTheLast(asked, threads)));
            });
        }
    }

    /** Six tiles of six by six numbers, whose strides oneDNN could take for others. */
    @Test
    void agreesOnSixTiles() {
        Threads.use(1);
        Both.with(new Both(new Pair(64, 64, 8, 12, true, true), 1), both -> {
            Asked asked = both.asked(1, 1);
            both.assertAgree(asked);
            assertTrue(isUsed(both, asked));
        });
    }

    /** More tiles than are transformed together, of one picture and of several. */
    @ParameterizedTest
    @CsvSource({"64, 64, 150, 130, 1", "64, 64, 150, 130, 3", "64, 96, 33, 40, 9", "256, 256, 31, 64, 2"})
    void agreesWherePicturesAreTakenInParts(int from, int to, long height, long width, int batch) {
        Both.with(new Both(new Pair(from, to, height, width, true, true), 1), both -> {
            Asked asked = both.asked(batch, 1);
            both.assertAgree(asked);
            assertTrue(isUsed(both, asked));
        });
    }

    @Test
    void weightsThatChangeFlowIn() {
        Both.with(new Both(new Pair(64, 64, 16, 16, true, true), 1), both -> {
            Asked asked = both.asked(2, 1);
            both.assertAgree(asked);
            double[] before = Tensors.doubles(both.recorded(asked));
            Tensors.fill(both.weights().get("numbers.bias"), 2);
            both.weights()
                    .get("first.weight")
                    .mul_(both.weights().get("numbers.bias").narrow(0, 0, 1));
            both.assertAgree(asked);
            assertFalse(Arrays.equals(before, Tensors.doubles(both.recorded(asked))));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "64, 64, 16, 16, true",
        "128, 64, 8, 8, true",
        "16, 16, 32, 32, false",
        "64, 64, 5, 5, false",
        "64, 64, 4, 8, false",
        "512, 512, 16, 16, false"
    })
    void isUsedWhereItIsFaster(int from, int to, long height, long width, boolean used) {
        Both.with(new Both(new Pair(from, to, height, width, true, false), 1), both -> {
            Asked asked = both.asked(2, 1);
            assertEquals(used, isUsed(both, asked));
        });
    }

    @Test
    void halfPrecisionKeepsToTheConvolution() {
        Pair pair = new Pair(64, 64, 16, 16, true, false);
        try (Both exact = new Both(pair, 1)) {
            Both.with(new Both(pair, exact.weights().converted(torch.ScalarType.BFloat16)), both -> {
                Asked asked = both.asked(2, 1);
                assertFalse(isUsed(both, asked));
            });
        }
    }

    private static boolean isUsed(Both both, Asked asked) {
        return both.recorded().pass(asked).steps().stream()
                .anyMatch(step -> step.kind().equals("convolution 3x3 by Winograd"));
    }

    /** The matrices in float64's stead: four numbers from six and three weights are the convolution's, within float32's rounding. */
    @Test
    void theMatricesConvolve() {
        Random random = new Random(1);
        double[] pixels = random.doubles(36, -1, 1).toArray(),
                weights = random.doubles(9, -1, 1).toArray();
        double[] input = both(WinogradMatrices.input(), 6, pixels);
        double[] products = new double[36];
        for (int i = 0; i < 36; i++) {
            for (int j = 0; j < 9; j++) {
                products[i] += WinogradMatrices.kernel()[j * 36 + i] * weights[j] * input[i];
            }
        }
        double[] expected = new double[16];
        for (int i = 0; i < 16 * 9; i++) {
            int pixel = i / 9, weight = i % 9;
            expected[pixel] += weights[weight] * pixels[(pixel / 4 + weight / 3) * 6 + pixel % 4 + weight % 3];
        }
        assertArrayEquals(expected, both(WinogradMatrices.output(), 4, products), 1e-5);
    }

    /** A transform of six by six numbers along both axes. */
    private static double[] both(float[] matrix, int rows, double[] numbers) {
        double[] result = new double[rows * rows];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < 36; j++) {
                result[i] += matrix[i / rows * 6 + j / 6] * matrix[i % rows * 6 + j % 6] * numbers[j];
            }
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 5, 8, 9, 13, 16, 31, 32})
    void groupsHaveEveryTileOnceAndNoPixelTwice(long size) {
        for (Band band : Band.of(Tiles.count(size), 3)) {
            Tiles tiles = new Tiles(size, band);
            long[] all = LongStream.range(band.first(), band.end()).toArray();
            assertArrayEquals(all, inGroups(tiles.readers()));
            assertArrayEquals(all, inGroups(tiles.makers()));
            for (Tiles.Group group : tiles.readers()) {
                assertTrue(group.count() == 1 || group.apart() >= group.pixels(), () -> size + ": " + group);
                assertTrue(group.firstRead() >= tiles.read().first(), () -> size + ": " + group);
            }
            assertEquals(
                    tiles.made().count(),
                    tiles.makers().stream()
                            .mapToLong(group -> group.count() * group.pixels())
                            .sum());
        }
    }

    private static long[] inGroups(List<Tiles.Group> groups) {
        return groups.stream()
                .flatMapToLong(group -> LongStream.range(0, group.count()).map(i -> group.first() + i * group.step()))
                .sorted()
                .toArray();
    }
}
