package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {

    private static int[] order(long seed, int size) {
        Shuffle shuffle = new Shuffle(Keyed.random(seed, 0), size);
        return IntStream.range(0, size).map(shuffle::at).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000, 4097})
    void everyPlaceOccursOnce(int size) {
        for (int seed = 0; seed < 5; seed++) {
            assertEquals(size, IntStream.of(order(seed, size)).distinct().count());
            assertTrue(IntStream.of(order(seed, size)).allMatch(place -> place >= 0 && place < size));
        }
    }

    @Test
    void everyOrderIsEquallyLikely() {
        Map<String, Integer> counts = new HashMap<>();
        for (int seed = 0; seed < 24_000; seed++) {
            counts.merge(java.util.Arrays.toString(order(seed, 4)), 1, Integer::sum);
        }
        assertEquals(24, counts.size());
        counts.forEach((order, count) -> assertEquals(1000, count, 160, order));
    }

    @Test
    void neighboursDoNotStayTogether() {
        int[] order = order(1, 10_000);
        int together = 0;
        for (int i = 1; i < order.length; i++) {
            together += Math.abs(order[i] - order[i - 1]) <= 10 ? 1 : 0;
        }
        assertTrue(together < 60, together + " pairs; chance gives 20");
    }
}
