package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeighboursTest {

    @Test
    void independentPixelsHaveNothingToDoWithTheirNeighbours() {
        Random random = new Random(3);
        float[] pixels = new float[512 * 512];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        // A standard error is 0.0014.
        assertEquals(0, Neighbours.correlation(pixels, 512), 0.006);
        assertEquals(0.5, Neighbours.lightToo(pixels, 512), 0.006);
    }

    @Test
    void aCheckerboardOfPixelsAlternatesAndHalvesHoldTogether() {
        float[] board = new float[64], halves = new float[64];
        for (int i = 0; i < 64; i++) {
            board[i] = (i + i / 8) % 2 == 0 ? 1 : -1;
            halves[i] = i < 32 ? -1 : 1;
        }
        assertEquals(-1, Neighbours.correlation(board, 8), 1e-12);
        assertEquals(0, Neighbours.lightToo(board, 8));
        assertEquals(1, Neighbours.lightToo(halves, 8));
        assertThrows(IllegalArgumentException.class, () -> Neighbours.correlation(board, 7));
    }

    @Test
    void theSpreadIsTheMeanOverAllPairs() {
        float[] zero = {0, 0}, one = {1, 1}, three = {3, 3};
        assertEquals(2, Examples.spread(List.of(zero, one, three)), 1e-12);
        assertEquals(0, Examples.spread(List.of(one, one)));
        assertThrows(IllegalArgumentException.class, () -> Examples.spread(List.of(one)));
    }
}
