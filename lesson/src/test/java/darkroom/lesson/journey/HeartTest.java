package darkroom.lesson.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.data.NearestTwo;
import darkroom.data.Patterns;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.ByHeart;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Four networks alike but for how many drawings they learned from: what they copy, and when that stops. */
class HeartTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::linkByHeart);

    private static final List<Integer> COUNTS = List.of(10, 100, 1000);

    /** Pixels travel in units of 1 / 4096. */
    private static final double ROUNDED = 1e-3;

    private static List<JsonNode> records;

    @BeforeAll
    static void draw() throws Exception {
        records = server.records("api/journey/heart?seed=1");
    }

    private static List<JsonNode> of(String type) {
        return records.stream()
                .filter(record -> record.path("type").asText().equals(type))
                .toList();
    }

    private static JsonNode end() {
        return records.get(records.size() - 1);
    }

    private static Recipe recipe(int network) throws Exception {
        return Recipe.read(Path.of("..", "recipes", ByHeart.NAMES.get(network) + ".json"));
    }

    /** Alike in all but the name and the count of drawings. */
    @Test
    void onlyTheNumberOfDrawingsDiffers() throws Exception {
        List<JsonNode> networks = List.copyOf(IntStream.range(0, 4)
                .mapToObj(records.get(0).path("networks")::path)
                .toList());
        for (int i = 0; i < 4; i++) {
            Recipe one = recipe(i), endless = recipe(3);
            assertEquals(
                    endless.toJson(),
                    one.toJson()
                            .replace("\"" + one.name() + "\"", "\"" + endless.name() + "\"")
                            .replaceAll("(?s),\\s*\"count\" : \\d+", ""));
            int seen = i < 3
                    ? COUNTS.get(i)
                    : endless.training().steps() * endless.training().batch();
            assertEquals(seen, networks.get(i).path("seen").asInt());
            assertEquals(i < 3, networks.get(i).has("count"));
        }
    }

    @Test
    void whatIsKnownBeforeAGuessIsHowTheRunBegins() throws Exception {
        assertEquals(records.get(0), server.json("api/journey/drawings?seed=1"));
    }

    /** The two nearest of each picture that is shown are those of a search through all drawings that the training drew. */
    @Test
    void theNearestAreThoseOfAllDrawings() throws Exception {
        for (int network = 0; network < COUNTS.size(); network++) {
            int count = COUNTS.get(network);
            Recipe recipe = recipe(network);
            Batch all = DenoisingTask.examples(
                    new Patterns(ByHeart.SIZE, count), recipe.training().seed(), 0, count);
            JsonNode told = of("network").get(network).path("told");
            assertEquals(HeartRun.COUNT, told.size());
            for (int i = 0; i < HeartRun.SHOWN; i++) {
                JsonNode one = told.path(i);
                float[] x = Server.pixels(one.path("x"));
                List<float[]> sorted = IntStream.range(0, count)
                        .mapToObj(place -> Examples.at(all, place))
                        .sorted(Comparator.comparingDouble(drawing -> Examples.distance(x, drawing)))
                        .toList();
                double nearest = Examples.distance(x, sorted.get(0)), second = Examples.distance(x, sorted.get(1));
                assertEquals(nearest, one.path("toNearest").asDouble(), ROUNDED);
                assertEquals(second, one.path("toSecond").asDouble(), ROUNDED);
                assertArrayEquals(sorted.get(0), Server.pixels(one.path("nearest")), (float) ROUNDED);
                assertEquals(
                        one.path("toNearest").asDouble() < one.path("toSecond").asDouble() / 3,
                        one.path("copy").asBoolean());
            }
        }
    }

    /** The shares are those of what is told, and fall as the drawings grow more. */
    @Test
    void copyingStops() {
        double[] shares = new double[4];
        for (int i = 0; i < 4; i++) {
            JsonNode network = of("network").get(i), told = network.path("told");
            shares[i] = network.path("share").asDouble();
            assertEquals(
                    IntStream.range(0, told.size())
                            .filter(one -> told.path(one).path("copy").asBoolean())
                            .count(),
                    shares[i] * HeartRun.COUNT,
                    1e-9);
            JsonNode found = end().path("networks").path(i);
            assertEquals(network.path("share"), found.path("share"));
            assertTrue(found.path("fresh").asDouble() < 0.2, found.toString());
        }
        assertTrue(
                shares[0] >= shares[1] && shares[1] >= shares[2],
                DoubleStream.of(shares).boxed().toList().toString());
        assertTrue(
                shares[0] > 0.95 && shares[2] < 0.05 && shares[3] < 0.05,
                DoubleStream.of(shares).boxed().toList().toString());
        assertEquals(1, end().path("last").asInt(), end().toString());
    }

    /** From the same noise the last two networks draw more alike than from different ones, though they saw different drawings. */
    @Test
    void theLastTwoDrawAlike() {
        double together = end().path("together").asDouble(),
                apart = end().path("apart").asDouble();
        assertTrue(together < 0.7 * apart, together + " of " + apart);
    }

    /** A drawing that a network was shown is a copy of itself; drawings that nobody was shown seldom are. */
    @Test
    void aTrainingDrawingIsACopyAndAFreshOneSeldomIs() {
        Patterns hundred = new Patterns(ByHeart.SIZE, 100);
        Batch shown = hundred.batch(7, 0, 100), fresh = new Patterns(ByHeart.SIZE).batch(8, 0, 100);
        assertEquals(100, copies(shown, shown));
        assertTrue(copies(fresh, shown) < 15, "copies: " + copies(fresh, shown));
    }

    /** Copies of the thousand as exact as those of the ten pass the test nine times in ten: part 5 says so. */
    @Test
    void theTestWouldSeeCopiesAmongAThousand() {
        JsonNode ten = of("network").get(0).path("told");
        double[] off = IntStream.range(0, ten.size())
                .mapToDouble(i -> ten.path(i).path("toNearest").asDouble())
                .sorted()
                .toArray();
        double usual = off[off.length / 2];
        Batch shown = new Patterns(ByHeart.SIZE, 1000).batch(7, 0, 1000);
        float[] copied = shown.values().clone();
        Random random = new Random(1);
        for (int i = 0; i < copied.length; i++) {
            copied[i] += (float) (usual * random.nextGaussian());
        }
        assertEquals(0.9, copies(new Batch(copied, shown.labels()), shown) / 1000.0, 0.05);
    }

    private static long copies(Batch of, Batch among) {
        return IntStream.range(0, of.labels().length)
                .filter(i -> {
                    NearestTwo two = new NearestTwo(Examples.at(of, i));
                    IntStream.range(0, among.labels().length).forEach(place -> two.against(among, place));
                    return two.copy();
                })
                .count();
    }

    @Test
    void aSeedThatIsNoneIsRefused() throws Exception {
        server.assertRefused("api/journey/heart?seed=x");
        server.assertRefused("api/journey/drawings?seed=-1");
    }
}
