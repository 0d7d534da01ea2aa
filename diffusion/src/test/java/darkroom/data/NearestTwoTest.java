package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTwoTest {

    private static NearestTwo against(Batch batch, float... sample) {
        NearestTwo two = new NearestTwo(sample);
        IntStream.range(0, batch.labels().length).forEach(place -> two.against(batch, place));
        return two;
    }

    /** As sorting all distances has them. */
    @Test
    void theyAreTheFirstTwoOfAll() {
        Batch drawings = new Patterns(8).batch(1, 0, 60);
        Batch samples = new Patterns(8).batch(2, 0, 40);
        for (int i = 0; i < 40; i++) {
            float[] sample = Examples.at(samples, i);
            List<float[]> sorted = IntStream.range(0, 60)
                    .mapToObj(place -> Examples.at(drawings, place))
                    .sorted(Comparator.comparingDouble(one -> Examples.distance(sample, one)))
                    .toList();
            NearestTwo two = against(drawings, sample);
            assertArrayEquals(sorted.get(0), two.nearest());
            assertArrayEquals(sorted.get(1), two.second());
            assertEquals(Examples.distance(sample, sorted.get(0)), two.toNearest(), 1e-9);
            assertEquals(Examples.distance(sample, sorted.get(1)), two.toSecond(), 1e-9);
        }
    }

    @Test
    void aThirdOfTheWayIsTheBound() {
        Batch points = new Batch(new float[] {0, 4}, 0, 0);
        assertTrue(against(points, 0).copy(), "an example itself");
        assertTrue(against(points, 0.99f).copy());
        assertFalse(against(points, 1.01f).copy());
        assertTrue(against(points, 3.5f).copy(), "whichever is first");
    }

    /** Where an example is there twice, the second nearest is as near: the criterion sees no copy. */
    @Test
    void twinsHideACopy() {
        assertFalse(against(new Batch(new float[] {1, 1, 9}, 0, 0, 0), 1.001f).copy());
    }

    @Test
    void refusesASampleOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> new NearestTwo(new float[0]));
    }

    /** In d dimensions a fresh point is that near once in 3^d times: the balls' volumes are as 1 to 3^d. */
    @ParameterizedTest
    @CsvSource({"1, 0.3333", "2, 0.1111", "3, 0.0370"})
    void freshPointsCopyAsOftenAsChanceHasIt(int dimensions, double expected) {
        SplittableRandom random = new SplittableRandom(5);
        int points = 4000, samples = 10_000;
        Batch all = new Batch(uniform(random, points * dimensions), new int[points]);
        int copies = 0;
        for (int i = 0; i < samples; i++) {
            copies += against(all, uniform(random, dimensions)).copy() ? 1 : 0;
        }
        assertEquals(expected, copies / (double) samples, 0.02);
    }

    private static float[] uniform(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }
}
