package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.settings.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples at all levels of noise, and noise as a class of its own. */
class NoisedTest {

    private static final Patterns PATTERNS = new Patterns(16);
    private static final Noised NOISED = new Noised(PATTERNS);
    private static final int NOISE = 10;
    private static final int COUNT = 2200;

    @Test
    void oneInElevenIsPureNoiseAndHalfOfTheOthersAreClean() {
        Batch clean = PATTERNS.batch(3, 5, COUNT), noised = NOISED.batch(3, 5, COUNT);
        int noises = 0, untouched = 0;
        for (int i = 0; i < COUNT; i++) {
            float[] x = Examples.at(noised, i);
            if (noised.labels()[i] == NOISE) {
                noises++;
                assertEquals(1, meanSquare(x), 0.35, "at " + i);
                assertEquals(0, Math.abs(correlation(x, Examples.at(clean, i))), 0.3, "at " + i);
            } else {
                assertEquals(clean.labels()[i], noised.labels()[i]);
                untouched += Arrays.equals(x, Examples.at(clean, i)) ? 1 : 0;
            }
        }
        assertEquals(COUNT / 11, noises);
        assertEquals(0.5, untouched / (double) (COUNT - noises), 0.04);
    }

    @Test
    void noiseReplacesEachKindAsOften() {
        int[] replaced = new int[NOISE];
        for (int index = 0; index < 40; index++) {
            Batch clean = PATTERNS.batch(1, index, 64), noised = NOISED.batch(1, index, 64);
            for (int i = 0; i < 64; i++) {
                replaced[clean.labels()[i]] += noised.labels()[i] == NOISE ? 1 : 0;
            }
        }
        double each = IntStream.of(replaced).sum() / (double) NOISE;
        for (int of : replaced) {
            assertTrue(of > each / 2 && of < 2 * each, Arrays.toString(replaced));
        }
    }

    @Test
    void theSameBatchIsDrawnAgainAndAnotherDiffers() {
        assertArrayEquals(
                NOISED.batch(1, 2, 30).values(), NOISED.batch(1, 2, 30).values());
        assertTrue(!Arrays.equals(
                NOISED.batch(1, 2, 30).values(), NOISED.batch(1, 3, 30).values()));
    }

    @Test
    void aRecipeNamesItAndItsPathsAreFound() throws IOException {
        DataDescription noised = described("{'name': 'noised', 'of': {'name': 'patterns', 'size': 16}}");
        DataDescription clean = described("{'name': 'patterns', 'size': 16}");
        assertEquals("noise", noised.open(Path.of("")).labels().get(NOISE));
        assertEquals(clean, noised.clean());
        assertEquals(clean, clean.clean());
        DataDescription folder = described("{'name': 'noised', 'of': {'name': 'folder', 'path': 'mine', 'size': 16}}");
        assertEquals(
                new DataSets.Folder("../base/mine", 16, 3),
                folder.seenFrom(Path.of("/home/model"), Path.of("/home/base")).clean());
    }

    private static DataDescription described(String json) {
        return DataSets.ALL.read(JsonText.parse(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': 'noised'}",
                "{'name': 'noised', 'of': 'patterns'}",
                "{'name': 'noised', 'of': {'name': 'noised', 'of': {'name': 'patterns', 'size': 16}}}"
            })
    void whatCannotBeIsRefusedInASentence(String json) {
        assertThrows(IllegalArgumentException.class, () -> described(json));
    }

    private static double meanSquare(float[] x) {
        return IntStream.range(0, x.length)
                .mapToDouble(i -> x[i] * x[i])
                .average()
                .orElseThrow();
    }

    private static double correlation(float[] x, float[] y) {
        DoubleStream products = IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]);
        return products.average().orElseThrow() / Math.sqrt(meanSquare(x) * meanSquare(y));
    }
}
