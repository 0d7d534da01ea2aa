package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PlotTest {

    private final Plot plot = new Plot(100, 2, 1.5, 0.5);

    @Test
    void aPointLiesWhereItsCoordinatesSay() {
        Picture picture = plot.of(1, 1.5f);
        double sum = 0, right = 0, down = 0;
        for (int row = 0; row < 100; row++) {
            for (int column = 0; column < 100; column++) {
                int white = picture.value(row, column, 0);
                sum += white;
                right += white * (column + 0.5);
                down += white * (row + 0.5);
            }
        }
        assertEquals(75, right / sum, 0.1);
        assertEquals(12.5, down / sum, 0.1);
        assertEquals(0.5 * 255 * Math.PI * 1.5 * 1.5, sum, 100);
    }

    @Test
    void whereMorePointsLieItIsBrighter() {
        int one = plot.of(0, 0).value(50, 50, 0);
        int two = plot.of(0, 0, 0, 0).value(50, 50, 0);
        assertEquals(128, one, 1);
        assertEquals(191, two, 1);
    }

    @Test
    void pointsOutsideAreNotSeen() {
        float nan = Float.NaN, far = Float.MAX_VALUE;
        Picture picture = plot.of(5, 0, 0, -5, nan, 0, 0, nan, far, -far, Float.NEGATIVE_INFINITY, 0);
        for (byte value : picture.bytes()) {
            assertEquals(0, value);
        }
    }

    @Test
    void barsAreAsHighAsTheirShare() {
        Picture picture = new Plot(100, 2, 1, 1).histogram(4, -1.5f, 1.5f, 1.2f, 1.9f, 7, Float.NaN, -2);
        int[] heights = new int[100];
        for (int column = 0; column < 100; column++) {
            for (int row = 0; row < 100; row++) {
                heights[column] += picture.value(row, column, 0) / 255;
            }
        }
        assertEquals(60, heights[0]);
        assertEquals(60, heights[24]);
        assertEquals(0, heights[25]);
        assertEquals(0, heights[74]);
        assertEquals(90, heights[75]);
        assertTrue(picture.value(99, 99, 0) == 255 && picture.value(9, 99, 0) == 0);
    }

    @Test
    void refusesWhatItCannotPlot() {
        assertThrows(IllegalArgumentException.class, () -> plot.of(1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> plot.histogram(101, 1));
        assertThrows(IllegalArgumentException.class, () -> new Plot(0));
        assertThrows(IllegalArgumentException.class, () -> new Plot(10, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Plot(10, 1, Double.NaN, 1));
    }
}
