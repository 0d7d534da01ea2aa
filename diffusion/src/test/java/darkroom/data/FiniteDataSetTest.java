package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.picture.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteDataSetTest {

    /** Example i holds i and -i, and has the label i % 3. */
    private static FiniteDataSet numbers(int size) {
        List<float[]> examples =
                IntStream.range(0, size).mapToObj(i -> new float[] {i, -i}).toList();
        int[] labels = IntStream.range(0, size).map(i -> i % 3).toArray();
        return FiniteDataSet.of(examples, labels, List.of("a", "b", "c"), 2);
    }

    private static List<Integer> seen(FiniteDataSet data, long seed, int count, int batches) {
        List<Integer> seen = new ArrayList<>();
        for (int index = 0; index < batches; index++) {
            Batch batch = data.batch(seed, index, count);
            for (int i = 0; i < count; i++) {
                int example = (int) batch.values()[2 * i];
                assertEquals(-example, batch.values()[2 * i + 1]);
                assertEquals(example % 3, batch.labels()[i]);
                seen.add(example);
            }
        }
        return seen;
    }

    @ParameterizedTest
    @CsvSource({"10, 3, 20", "10, 5, 6", "7, 20, 7", "1, 4, 3", "12, 12, 3"})
    void everyEpochShowsEveryExampleOnce(int size, int count, int batches) {
        List<Integer> seen = seen(numbers(size), 5, count, batches);
        List<Integer> all = IntStream.range(0, size).boxed().toList();
        for (int epoch = 0; (epoch + 1) * size <= seen.size(); epoch++) {
            assertEquals(
                    all,
                    seen.subList(epoch * size, (epoch + 1) * size).stream()
                            .sorted()
                            .toList());
        }
    }

    @Test
    void epochsAndSeedsHaveOrdersOfTheirOwn() {
        FiniteDataSet data = numbers(50);
        List<Integer> seen = seen(data, 1, 25, 4);
        assertFalse(seen.subList(0, 50).equals(seen.subList(50, 100)));
        assertFalse(seen.equals(seen(data, 2, 25, 4)));
        assertEquals(seen, seen(numbers(50), 1, 25, 4));
    }

    @Test
    void picturesAreValuesOfTheirRange() {
        Picture dark = Picture.ofBytes(2, 1, 3, new byte[6]);
        Picture light = Picture.ofBytes(2, 1, 3, new byte[] {-1, -1, -1, -1, 51, -1});
        FiniteDataSet data = FiniteDataSet.ofPictures(List.of(dark, light), new int[] {1, 0}, List.of("l", "d"));
        assertArrayEquals(new long[] {3, 1, 2}, data.shape());
        Batch all = data.all();
        assertArrayEquals(new int[] {1, 0}, all.labels());
        assertArrayEquals(new float[] {-1, -1, -1, -1, -1, -1, 1, 1, 1, -0.6f, 1, 1}, all.values(), 1e-6f);
    }

    @Test
    void whatIsHandedInMayChangeLater() {
        float[] values = {1};
        int[] labels = {0};
        FiniteDataSet data = FiniteDataSet.of(new ArrayList<>(List.of(values)), labels, List.of("x"), 1);
        values[0] = 2;
        labels[0] = 7;
        Arrays.fill(data.shape(), 9);
        assertArrayEquals(new float[] {1}, data.batch(0, 3, 1).values());
        assertEquals(0, data.batch(0, 3, 1).labels()[0]);
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        List<String> names = List.of("x");
        List<float[]> one = List.of(new float[] {1, 2});
        assertThrows(IllegalArgumentException.class, () -> FiniteDataSet.of(List.of(), new int[0], names, 2));
        assertThrows(IllegalArgumentException.class, () -> FiniteDataSet.of(one, new int[] {1}, names, 2));
        assertThrows(IllegalArgumentException.class, () -> FiniteDataSet.of(one, new int[] {-1}, names, 2));
        assertThrows(IllegalArgumentException.class, () -> FiniteDataSet.of(one, new int[2], names, 2));
        assertThrows(IllegalArgumentException.class, () -> FiniteDataSet.of(one, new int[1], names, 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> FiniteDataSet.of(List.of(new float[] {Float.NaN}), new int[1], names, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> FiniteDataSet.ofPictures(
                        List.of(Picture.ofBytes(1, 1, 1, (byte) 0), Picture.ofBytes(2, 1, 1, (byte) 0, (byte) 0)),
                        new int[2],
                        names));
        assertThrows(IllegalArgumentException.class, () -> FiniteDataSet.ofPictures(List.of(), new int[0], names));
        assertThrows(IllegalArgumentException.class, () -> numbers(3).batch(0, 0, 0));
    }
}
