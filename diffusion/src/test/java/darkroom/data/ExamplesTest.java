package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ExamplesTest {

    private static final Batch BATCH = new Batch(new float[] {1, 1, -1, 0, 3, -2, 5, 5}, new int[] {0, 1, 0, 1});

    @Test
    void theMeanIsTheSampleOfLeastSquaredDistance() {
        int[] places = Examples.places(BATCH, 0);
        assertArrayEquals(new int[] {0, 2}, places);
        float[] mean = Examples.mean(BATCH, places);
        assertArrayEquals(new float[] {2, -0.5f}, mean);
        double least = squares(places, mean);
        for (float shift : new float[] {-0.1f, 0.1f}) {
            assertEquals(least + 2 * 0.005, squares(places, new float[] {mean[0] + shift, mean[1]}), 1e-6);
        }
    }

    private static double squares(int[] places, float[] sample) {
        double sum = 0;
        for (int place : places) {
            double distance = Examples.distance(sample, Examples.at(BATCH, place));
            sum += distance * distance;
        }
        return sum;
    }

    @Test
    void theNearestIsFoundAmongThoseOfALabelOrAll() {
        float[] sample = {4, 5};
        assertEquals(
                new Examples.Nearest(3, Math.sqrt(0.5)), Examples.nearest(BATCH, Examples.places(BATCH, -1), sample));
        assertEquals(
                0, Examples.nearest(BATCH, Examples.places(BATCH, 0), sample).place());
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Examples.distance(new float[2], new float[3]));
        assertThrows(IllegalArgumentException.class, () -> Examples.mean(BATCH, Examples.places(BATCH, 7)));
    }
}
