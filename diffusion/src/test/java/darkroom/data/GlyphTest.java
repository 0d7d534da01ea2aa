package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GlyphTest {

    @Test
    void everyLetterAndDigitFillsItsHeightAndDiffersFromTheOthers() {
        Set<String> seen = new HashSet<>();
        for (char character : "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".toCharArray()) {
            int[][][] strokes = Glyph.strokes(character);
            assertTrue(seen.add(Arrays.deepToString(strokes)), "two characters look like " + character);
            int low = Glyph.HEIGHT, high = 0;
            for (int[][] stroke : strokes) {
                assertTrue(stroke.length > 1);
                for (int[] corner : stroke) {
                    assertTrue(corner[0] >= 0 && corner[0] <= Glyph.WIDTH, "a corner of " + character);
                    low = Math.min(low, corner[1]);
                    high = Math.max(high, corner[1]);
                }
            }
            assertEquals(0, low, "lowest of " + character);
            assertEquals(Glyph.HEIGHT, high, "highest of " + character);
        }
        assertEquals(0, Glyph.strokes('?').length);
    }
}
