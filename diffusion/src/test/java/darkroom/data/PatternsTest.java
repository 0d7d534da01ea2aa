package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {

    @Test
    void aBatchFollowsFromSeedAndIndexAlone() {
        Patterns patterns = new Patterns(16);
        Batch once = patterns.batch(3, 70, 12);
        patterns.batch(4, 0, 5);
        Batch again = new Patterns(16).batch(3, 70, 12);
        assertArrayEquals(once.values(), again.values());
        assertArrayEquals(once.labels(), again.labels());
        assertFalse(Arrays.equals(once.values(), patterns.batch(3, 71, 12).values()));
        assertFalse(Arrays.equals(once.values(), patterns.batch(4, 70, 12).values()));
    }

    @Test
    void aSmallerBatchIsTheBeginningOfALarger() {
        Batch large = new Patterns(8).batch(1, 2, 20);
        Batch small = new Patterns(8).batch(1, 2, 7);
        assertArrayEquals(Arrays.copyOf(large.values(), 7 * 64), small.values());
    }

    @Test
    void classesAreBalanced() {
        int[] counts = new int[10];
        for (int label : new Patterns(8).batch(5, 0, 50).labels()) {
            counts[label]++;
        }
        assertArrayEquals(new int[] {5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, counts);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 21, 32, 64})
    void pixelsUseAllOfTheRangeAndNoMore(int size) {
        Patterns patterns = new Patterns(size);
        for (int label = 0; label < 10; label++) {
            float least = 1;
            float most = -1;
            SplittableRandom random = new SplittableRandom(label);
            for (int i = 0; i < 20; i++) {
                for (float pixel : patterns.draw(label, random)) {
                    assertTrue(pixel >= -1 && pixel <= 1, () -> "pixel " + pixel);
                    least = Math.min(least, pixel);
                    most = Math.max(most, pixel);
                }
            }
            assertEquals(-1, least);
            assertTrue(most > 0.9, "label " + label + " is at most " + most);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void objectsLieWhollyInside(int size) {
        Patterns patterns = new Patterns(size);
        for (String name : new String[] {"circle", "ring", "cross", "triangle", "smile"}) {
            int label = patterns.labels().indexOf(name);
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 200; i++) {
                assertTrue(PatternRule.bordered(patterns.draw(label, random), size), name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48})
    void everyPictureTellsItsClassByItsShape(int size) {
        Patterns patterns = new Patterns(size);
        for (int label = 0; label < 10; label++) {
            SplittableRandom random = new SplittableRandom(label);
            for (int i = 0; i < 300; i++) {
                String found = PatternRule.name(patterns.draw(label, random), size);
                assertEquals(patterns.labels().get(label), found, "picture " + i);
            }
        }
    }

    /** Where there are only so many, they are the first of those that have no end, each seen once before any is seen again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 25})
    void soManyDrawingsAreSeenAgainAndAgain(int only) {
        Patterns few = new Patterns(8, only);
        List<String> drawings = pictures(new Patterns(8).batch(3, 0, only));
        List<String> seen = pictures(few.batch(3, 0, 4 * only));
        for (int epoch = 0; epoch < 4; epoch++) {
            List<String> once = seen.subList(epoch * only, (epoch + 1) * only);
            assertEquals(sorted(drawings), sorted(once), "epoch " + epoch);
        }
        if (only > 1) {
            assertNotEquals(seen.subList(0, only), seen.subList(only, 2 * only), "each epoch has an order of its own");
        }
    }

    /** Which drawings there are follows from the seed alone, and from no batch that was asked for before. */
    @Test
    void soManyDrawingsFollowFromTheSeed() {
        Patterns few = new Patterns(8, 12);
        Batch once = few.batch(3, 5, 7);
        few.batch(4, 0, 2);
        assertArrayEquals(once.values(), few.batch(3, 5, 7).values());
        assertArrayEquals(once.labels(), new Patterns(8, 12).batch(3, 5, 7).labels());
        assertNotEquals(sorted(pictures(few.batch(3, 0, 12))), sorted(pictures(few.batch(4, 0, 12))));
    }

    /** The pictures of a batch with their labels, as text. */
    private static List<String> pictures(Batch batch) {
        return IntStream.range(0, batch.labels().length)
                .mapToObj(i -> batch.labels()[i] + Arrays.toString(Examples.at(batch, i)))
                .toList();
    }

    private static List<String> sorted(List<String> pictures) {
        return pictures.stream().sorted().toList();
    }

    @Test
    void refusesWhatItCannotDraw() {
        assertThrows(IllegalArgumentException.class, () -> new Patterns(8, 0));
        assertThrows(IllegalArgumentException.class, () -> new Patterns(8, 100_001));
        Exception tooMany = assertThrows(IllegalArgumentException.class, () -> new Patterns(1024, 65));
        assertEquals(
                "There are 1 to 64 patterns of 1024 pixels where their count is given, not 65.", tooMany.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Patterns(7));
        assertThrows(IllegalArgumentException.class, () -> new Patterns(1 << 20));
        assertThrows(IllegalArgumentException.class, () -> new Patterns(8).draw(10, new SplittableRandom(0)));
        assertThrows(IllegalArgumentException.class, () -> new Patterns(8).batch(0, 0, 0));
    }
}
