package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EnergyDistanceTest {

    private static float[] points(DataSet data, long seed, int count) {
        return data.batch(seed, 0, count).values();
    }

    /** |X - Y| is 1, 4, 1, 2, so twice its mean 4; |X - X'| is 2 between the two, |Y - Y'| is 3. */
    @Test
    void agreesWithAFigureWorkedOutByHand() {
        float[] x = {0, 2}, y = {1, 4};
        assertEquals(4 - 1 - 1.5, EnergyDistance.biased(x, y, 1), 1e-12);
        assertEquals(4 - 2 - 3, EnergyDistance.unbiased(x, y, 1), 1e-12);
        assertEquals(10, EnergyDistance.biased(new float[] {0, 0}, new float[] {3, 4}, 2), 1e-12);
    }

    /** For p and q of all points at +1, the others at -1, it is 4 (p - q)^2. */
    @Test
    void agreesWithTheFigureOfTwoUnevenPoints() {
        float[] x = {-1, 1, 1, 1, 1}, y = {-1, -1, -1, -1, -1, -1, 1, 1, 1, 1};
        assertEquals(4 * 0.4 * 0.4, EnergyDistance.biased(x, y, 1), 1e-6);
    }

    @Test
    void isNothingBetweenASetAndItselfAndTheSameBothWays() {
        float[] moons = points(PointClouds.twoMoons(0.1), 1, 200), rings = points(PointClouds.rings(0.1), 1, 300);
        assertEquals(0, EnergyDistance.biased(moons, moons, 2), 1e-12);
        assertEquals(EnergyDistance.biased(moons, rings, 2), EnergyDistance.biased(rings, moons, 2), 1e-12);
        assertEquals(EnergyDistance.unbiased(moons, rings, 2), EnergyDistance.unbiased(rings, moons, 2), 1e-12);
    }

    @Test
    void fallsToNothingForEqualDistributions() {
        DataSet data = PointClouds.spiral(0.05);
        double few = 0, many = 0, fair = 0;
        for (int i = 0; i < 40; i++) {
            few += EnergyDistance.biased(points(data, 2 * i, 50), points(data, 2 * i + 1, 50), 2) / 40;
            many += EnergyDistance.biased(points(data, 2 * i, 400), points(data, 2 * i + 1, 400), 2) / 40;
            fair += EnergyDistance.unbiased(points(data, 2 * i, 400), points(data, 2 * i + 1, 400), 2) / 40;
        }
        assertEquals(8, few / many, 2, "it falls as one over the number of points");
        assertTrue(Math.abs(fair) < many / 5, "in the mean " + fair + " unbiased, " + many + " biased");
    }

    @Test
    void tellsDistributionsApart() {
        double least = Double.MAX_VALUE;
        DataSet[] all = {
            PointClouds.twoMoons(0.05),
            PointClouds.swissRoll(0.05),
            PointClouds.rings(0.05),
            PointClouds.letters("A", 0)
        };
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < i; j++) {
                least = Math.min(least, EnergyDistance.unbiased(points(all[i], i, 1000), points(all[j], j, 1000), 2));
            }
        }
        double equal = EnergyDistance.unbiased(points(all[0], 7, 1000), points(all[0], 8, 1000), 2);
        assertTrue(least > 0.008, "least of all pairs " + least);
        assertTrue(Math.abs(equal) < 0.003, "of equal ones " + equal);
    }

    @Test
    void refusesWhatAreNoPoints() {
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.biased(new float[3], new float[2], 2));
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.biased(new float[0], new float[2], 2));
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.unbiased(new float[2], new float[4], 2));
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.biased(new float[2], new float[2], 0));
    }
}
