package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointCloudsTest {

    static Stream<DataSet> planes() {
        return Stream.of(
                PointClouds.twoMoons(0),
                PointClouds.swissRoll(0),
                PointClouds.checkerboard(),
                PointClouds.rings(0),
                PointClouds.spiral(0),
                PointClouds.letters("DARK", 0),
                PointClouds.letters("dark room 42", 0));
    }

    @ParameterizedTest
    @MethodSource("planes")
    void pointsAreCentredAndOfUnitScale(DataSet data) {
        int count = 50_000;
        float[] values = data.batch(1, 0, count).values();
        double[] mean = new double[2];
        double square = 0;
        for (int i = 0; i < values.length; i++) {
            assertTrue(Math.abs(values[i]) <= 1.5, "a coordinate of " + values[i]);
            mean[i % 2] += values[i] / (double) count;
            square += values[i] * (double) values[i] / values.length;
        }
        assertEquals(0, mean[0], 0.02);
        assertEquals(0, mean[1], 0.02);
        assertTrue(square > 0.3 && square < 0.9, "mean square " + square);
    }

    @ParameterizedTest
    @MethodSource("planes")
    void aBatchFollowsFromSeedAndIndexAlone(DataSet data) {
        Batch once = data.batch(3, 70, 12);
        data.batch(4, 0, 5);
        Batch again = data.batch(3, 70, 12);
        assertArrayEquals(once.values(), again.values());
        assertArrayEquals(once.labels(), again.labels());
        assertFalse(Arrays.equals(once.values(), data.batch(3, 71, 12).values()));
        assertFalse(Arrays.equals(once.values(), data.batch(4, 70, 12).values()));
        assertArrayEquals(Arrays.copyOf(once.values(), 10), data.batch(3, 70, 5).values());
    }

    @ParameterizedTest
    @MethodSource("planes")
    void everyPartIsDrawnFrom(DataSet data) {
        Set<Integer> found = new TreeSet<>();
        Arrays.stream(data.batch(2, 0, 2000).labels()).forEach(found::add);
        assertEquals(data.labels().size(), found.size());
        assertEquals(data.labels().size() - 1, ((TreeSet<Integer>) found).last());
    }

    @Test
    void moonsAreHalfCircles() {
        Batch batch = PointClouds.twoMoons(0).batch(0, 0, 1000);
        for (int i = 0; i < 1000; i++) {
            int side = batch.labels()[i] == 0 ? 1 : -1;
            double x = side * batch.values()[2 * i] + 0.5;
            double y = side * batch.values()[2 * i + 1] + 0.25;
            assertEquals(1, Math.hypot(x, y), 1e-6);
            assertTrue(y > -1e-6);
        }
    }

    @Test
    void ringsHaveRadiiAndSharesInProportion() {
        Batch batch = PointClouds.rings(0).batch(0, 0, 60_000);
        int[] counts = new int[3];
        for (int i = 0; i < batch.labels().length; i++) {
            int label = batch.labels()[i];
            counts[label]++;
            assertEquals(0.45 * (label + 1), Math.hypot(batch.values()[2 * i], batch.values()[2 * i + 1]), 1e-6);
        }
        assertEquals(10_000, counts[0], 400);
        assertEquals(20_000, counts[1], 500);
        assertEquals(30_000, counts[2], 500);
    }

    @Test
    void boardsHavePointsOnDarkSquaresAlone() {
        Batch batch = PointClouds.checkerboard().batch(0, 0, 8000);
        int[] counts = new int[16];
        for (int i = 0; i < 8000; i++) {
            int column = (int) Math.floor(batch.values()[2 * i] / 0.75) + 2;
            int row = (int) Math.floor(batch.values()[2 * i + 1] / 0.75) + 2;
            counts[4 * row + column]++;
        }
        for (int square = 0; square < 16; square++) {
            boolean dark = (square / 4 + square % 4) % 2 == 0;
            assertEquals(dark ? 1000 : 0, counts[square], dark ? 150 : 0, "square " + square);
        }
    }

    @Test
    void noiseIsNormalOfItsDeviation() {
        float[] plain = PointClouds.points(List.of(new double[2]), 0.5)
                .batch(0, 0, 50_000)
                .values();
        double square = 0, fourth = 0;
        for (float value : plain) {
            square += value * value / (double) plain.length;
            fourth += Math.pow(value, 4) / plain.length;
        }
        assertEquals(0.25, square, 0.005);
        assertEquals(3, fourth / square / square, 0.1);
    }

    @Test
    void twoPointsHaveTheirWeights() {
        DataSet data = PointClouds.twoPoints(20, 80);
        assertArrayEquals(new long[] {1}, data.shape());
        assertEquals(List.of("-1", "+1"), data.labels());
        Batch batch = data.batch(0, 0, 100_000);
        int high = 0;
        for (int i = 0; i < 100_000; i++) {
            assertEquals(2 * batch.labels()[i] - 1, batch.values()[i]);
            high += batch.labels()[i];
        }
        assertEquals(80_000, high, 500);
        assertEquals(-1, PointClouds.twoPoints(1, 0).batch(0, 0, 1).values()[0]);
    }

    @Test
    void drawnPointsAreThePointsGiven() {
        List<double[]> points = List.of(new double[] {0.25, 1}, new double[] {-1, 0.5}, new double[] {3, 0});
        float[] values = PointClouds.points(points, 0).batch(0, 0, 300).values();
        int[] counts = new int[3];
        for (int i = 0; i < 300; i++) {
            float x = values[2 * i], y = values[2 * i + 1];
            for (int j = 0; j < 3; j++) {
                counts[j] += points.get(j)[0] == x && points.get(j)[1] == y ? 1 : 0;
            }
        }
        assertEquals(300, counts[0] + counts[1] + counts[2]);
        assertTrue(Arrays.stream(counts).min().getAsInt() > 60);
    }

    @Test
    void lettersAreLabelledByCharacter() {
        assertEquals(List.of("D", "A", "0"), PointClouds.letters("dad 0a", 0.01).labels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A  B", "A ", "Ä", "A-B", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    void refusesWhatItCannotWrite(String text) {
        assertThrows(IllegalArgumentException.class, () -> PointClouds.letters(text, 0));
    }

    @Test
    void refusesWhatIsNoDistribution() {
        assertThrows(IllegalArgumentException.class, () -> PointClouds.twoPoints(0, 0));
        assertThrows(IllegalArgumentException.class, () -> PointClouds.twoPoints(-1, 3));
        assertThrows(IllegalArgumentException.class, () -> PointClouds.twoPoints(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> PointClouds.rings(-0.1));
        assertThrows(IllegalArgumentException.class, () -> PointClouds.rings(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> PointClouds.points(List.of(), 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> PointClouds.points(List.of(new double[] {0, 1}, new double[] {0}), 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> PointClouds.points(List.of(new double[] {0, Double.POSITIVE_INFINITY}), 0));
    }
}
