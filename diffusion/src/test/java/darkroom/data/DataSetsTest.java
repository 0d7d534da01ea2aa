package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.picture.Picture;
import darkroom.picture.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {

    @TempDir
    Path base;

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private void same(DataSet expected, String recipe) throws IOException {
        DataSet found = DataSets.of(json(recipe), base);
        assertArrayEquals(
                expected.batch(3, 4, 50).values(), found.batch(3, 4, 50).values());
        assertEquals(expected.labels(), found.labels());
    }

    @Test
    void namesAndOptionsSayWhichDataSet() throws IOException {
        same(new Patterns(16), "{'name': 'patterns', 'size': 16}");
        same(PointClouds.twoMoons(0.04), "{'name': 'two_moons'}");
        same(PointClouds.swissRoll(0.1), "{'name': 'swiss_roll', 'noise': 0.1}");
        same(PointClouds.checkerboard(), "{'name': 'checkerboard'}");
        same(PointClouds.rings(0), "{'name': 'rings', 'noise': 0}");
        same(PointClouds.spiral(0.04), "{'name': 'spiral'}");
        same(PointClouds.letters("DARK", 0.02), "{'name': 'letters'}");
        same(PointClouds.letters("X", 0), "{'name': 'letters', 'text': 'x', 'noise': 0}");
        same(PointClouds.twoPoints(20, 80), "{'name': 'two_points'}");
        same(PointClouds.twoPoints(1, 3), "{'name': 'two_points', 'weights': [1, 3]}");
        same(
                PointClouds.points(List.of(new double[] {0, 1}, new double[] {0.5, -1}), 0.1),
                "{'name': 'points', 'points': [[0, 1], [0.5, -1]], 'jitter': 0.1}");
    }

    @Test
    void pathsStartFromTheBase() throws IOException {
        Png.write(base.resolve("photos/a.png"), Picture.ofBytes(1, 1, 1, (byte) 255));
        DataSet folder = DataSets.of(json("{'name': 'folder', 'path': 'photos', 'size': 2, 'channels': 1}"), base);
        assertArrayEquals(new float[] {1, 1, 1, 1}, folder.batch(0, 0, 1).values());
        DataSet colour = DataSets.of(json("{'name': 'folder', 'path': 'photos', 'size': 2}"), base);
        assertArrayEquals(new long[] {3, 2, 2}, colour.shape());

        Files.write(base.resolve("images"), new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, -1});
        Files.write(base.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 4});
        DataSet idx = DataSets.of(json("{'name': 'idx', 'images': 'images', 'labels': 'labels'}"), base);
        assertArrayEquals(new long[] {1, 1, 2}, idx.shape());
        assertEquals(5, idx.labels().size());
        DataSet sized = DataSets.of(json("{'name': 'idx', 'images': 'images', 'size': 4}"), base);
        assertArrayEquals(new long[] {1, 4, 4}, sized.shape());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': 'moons'}; no data set 'moons'; there are patterns, two_moons, swiss_roll",
                "{}; no data set ''; there are patterns",
                "[]; no data set ''",
                "{'name': 'rings', 'nose': 1}; rings has no option 'nose'; it has noise",
                "{'name': 'checkerboard', 'size': 1}; it has none",
                "{'name': 'patterns'}; needs the option 'size', a whole number",
                "{'name': 'patterns', 'size': 8.5}; a whole number, not 8.5",
                "{'name': 'patterns', 'size': 99999999999}; a whole number, not 99999999999",
                "{'name': 'patterns', 'size': 7}; 8 to 1024",
                "{'name': 'rings', 'noise': 'much'}; a number, not \"much\"",
                "{'name': 'letters', 'text': 7}; a text, not 7",
                "{'name': 'two_points', 'weights': [1]}; two weights, not 1",
                "{'name': 'two_points', 'weights': 1}; a list of numbers, not 1",
                "{'name': 'points'}; needs the option 'points'",
                "{'name': 'points', 'points': []}; at least one point",
                "{'name': 'points', 'points': [1, 2]}; a list of numbers, not 1",
                "{'name': 'points', 'points': [['a']]}; a number, not \"a\"",
                "{'name': 'folder', 'size': 8}; needs the option 'path', a text",
                "{'name': 'idx'}; needs the option 'images'"
            })
    void whatIsWrongIsSaidInASentence(String joined) throws IOException {
        String recipe = joined.substring(0, joined.indexOf(';'));
        String reason = joined.substring(joined.indexOf(';') + 1).strip();
        Exception refused = assertThrows(IllegalArgumentException.class, () -> DataSets.of(json(recipe), base));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"patterns", "letters", "two_points", "folder", "idx", "points"})
    void knownNamesAreListed(String name) {
        assertTrue(DataSets.names().contains(name));
    }
}
