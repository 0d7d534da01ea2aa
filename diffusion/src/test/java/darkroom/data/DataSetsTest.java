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
import darkroom.settings.Value;
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
        DataSet found = DataSets.ALL.read(Value.of(json(recipe))).open(base);
        assertArrayEquals(
                expected.batch(3, 4, 50).values(), found.batch(3, 4, 50).values());
        assertEquals(expected.labels(), found.labels());
    }

    @Test
    void namesAndOptionsSayWhichDataSet() throws IOException {
        same(new Patterns(16), "{'name': 'patterns', 'size': 16}");
        same(new Patterns(16, 20), "{'name': 'patterns', 'size': 16, 'count': 20}");
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
    void seenFromElsewherePathsLeadToTheSameFiles() {
        Path home = Path.of("/home/anna/darkroom"), models = home.resolve("runs/own");
        DataDescription own = new DataSets.Idx("pictures/a", "../b", null, List.of());
        assertEquals(
                new DataSets.Idx("../../recipes/pictures/a", "../../b", null, List.of()),
                own.seenFrom(models, home.resolve("recipes")));
        assertEquals(own, own.seenFrom(models, home.resolve("recipes")).seenFrom(home.resolve("recipes"), models));
        assertEquals(own, own.seenFrom(Path.of("/tmp/own"), home.resolve("recipes")));
        DataDescription absolute = new DataSets.Idx("/usr/share/a", null, null, List.of());
        assertEquals(absolute, absolute.seenFrom(models, home));
    }

    @Test
    void pathsStartFromTheBase() throws IOException {
        Png.write(base.resolve("photos/a.png"), Picture.ofBytes(1, 1, 1, (byte) 255));
        DataSet folder = DataSets.ALL
                .read(Value.of(json("{'name': 'folder', 'path': 'photos', 'size': 2, 'channels': 1}")))
                .open(base);
        assertArrayEquals(new float[] {1, 1, 1, 1}, folder.batch(0, 0, 1).values());
        DataSet colour = DataSets.ALL
                .read(Value.of(json("{'name': 'folder', 'path': 'photos', 'size': 2}")))
                .open(base);
        assertArrayEquals(new long[] {3, 2, 2}, colour.shape());

        Files.write(base.resolve("images"), new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, -1});
        Files.write(base.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 4});
        DataSet idx = DataSets.ALL
                .read(Value.of(json("{'name': 'idx', 'images': 'images', 'labels': 'labels'}")))
                .open(base);
        assertArrayEquals(new long[] {1, 1, 2}, idx.shape());
        assertEquals(5, idx.labels().size());
        DataSet sized = DataSets.ALL
                .read(Value.of(json("{'name': 'idx', 'images': 'images', 'size': 4}")))
                .open(base);
        assertArrayEquals(new long[] {1, 4, 4}, sized.shape());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': 'moons'}; There is no data set 'moons'; did you mean two_moons?",
                "{}; name is missing: it must be one of patterns, scenes, two_moons, swiss_roll",
                "[]; must be one of patterns, scenes, two_moons",
                "{'name': 'rings', 'nose': 1}; There is no option nose; did you mean noise?",
                "{'name': 'checkerboard', 'size': 1}; There is no option size; known: name.",
                "{'name': 'patterns'}; size is missing: it must be a whole number from 8 to 1024",
                "{'name': 'patterns', 'size': 8.5}; a whole number from 8 to 1024, not 8.5",
                "{'name': 'patterns', 'size': null}; a whole number from 8 to 1024, not null",
                "{'name': 'patterns', 'size': 99999999999}; not 99999999999",
                "{'name': 'patterns', 'size': 7}; from 8 to 1024, not 7",
                "{'name': 'patterns', 'size': 8, 'count': 0}; count must be a whole number from 1 to 100000, not 0",
                "{'name': 'patterns', 'size': 512, 'count': 300}; There are 1 to 256 patterns of 512 pixels",
                "{'name': 'rings', 'noise': 'much'}; noise must be a number from 0 to 1, not \"much\"",
                "{'name': 'letters', 'text': 7}; text must be a text, not 7",
                "{'name': 'letters', 'text': '$'}; Letters are A to Z",
                "{'name': 'two_points', 'weights': [1]}; weights must be two numbers",
                "{'name': 'two_points', 'weights': [0, 0]}; not both 0",
                "{'name': 'two_points', 'weights': 1}; a list of numbers at least 0, not 1",
                "{'name': 'points'}; points is missing: it must be a list of lists of numbers",
                "{'name': 'points', 'points': []}; at least one point",
                "{'name': 'points', 'points': [[1], [1, 2]]}; must all have 1 coordinates",
                "{'name': 'points', 'points': [1, 2]}; points[0] must be a list of numbers, not 1",
                "{'name': 'points', 'points': [['a']]}; points[0][0] must be a number, not \"a\"",
                "{'name': 'folder', 'size': 8}; path is missing: it must be a text",
                "{'name': 'folder', 'path': 'a', 'size': 8, 'channels': 2}; channels must be 1 (grey) or 3 (colours)",
                "{'name': 'idx'}; images is missing"
            })
    void whatIsWrongIsSaidInASentence(String joined) throws IOException {
        String recipe = joined.substring(0, joined.indexOf(';'));
        String reason = joined.substring(joined.indexOf(';') + 1).strip();
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> DataSets.ALL.read(Value.of(json(recipe))).open(base));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"patterns", "letters", "two_points", "folder", "idx", "points"})
    void knownNamesAreListed(String name) {
        assertTrue(DataSets.ALL.names().contains(name));
    }
}
