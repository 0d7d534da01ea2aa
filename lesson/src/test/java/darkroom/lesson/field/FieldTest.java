package darkroom.lesson.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Studio;
import darkroom.schedule.NoiseLevel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths in the plane, against what is known of them in closed form. */
class FieldTest {

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel);

    private static JsonNode end(String path) throws Exception {
        List<JsonNode> records = server.records(path);
        return records.get(records.size() - 1);
    }

    /** The mean of the data, seen from pure noise; and where nearly no noise is left, the place itself. */
    @ParameterizedTest
    @CsvSource({"two-moons, -1.5, 1.35", "rings, 0.4, -2", "spiral, 2, 0.1"})
    void theDenoiserSaysTheMeanInNoiseAndThePlaceNearTheData(String cloud, double x, double y) throws Exception {
        Plane plane = Plane.named(cloud);
        double meanX = mean(plane, 0), meanY = mean(plane, 1);
        String at = "api/field/look?cloud=" + cloud + "&x=" + x + "&y=" + y + "&t=";
        JsonNode noise = server.json(at + 1000);
        assertEquals(meanX, noise.path("x0").asDouble(), 1e-3);
        assertEquals(meanY, noise.path("y0").asDouble(), 1e-3);
        NoiseLevel level = Studio.SCHEDULE.level(200);
        double[] said = posterior(plane, level, x, y);
        JsonNode some = server.json(at + 200);
        assertEquals(said[0], some.path("x0").asDouble(), 1e-5);
        assertEquals(said[1], some.path("y0").asDouble(), 1e-5);
    }

    private static double mean(Plane plane, int coordinate) {
        return IntStream.range(0, Plane.POINTS)
                .mapToDouble(k -> plane.points()[2 * k + coordinate])
                .average()
                .orElseThrow();
    }

    /** Bayes' rule for each Gaussian, written out. */
    private static double[] posterior(Plane plane, NoiseLevel level, double x, double y) {
        double own = Plane.DEVIATION * Plane.DEVIATION, noise = level.sigma() * level.sigma();
        double variance = level.alpha() * level.alpha() * own + noise;
        double all = 0, sumX = 0, sumY = 0;
        for (int k = 0; k < Plane.POINTS; k++) {
            double middleX = plane.points()[2 * k], middleY = plane.points()[2 * k + 1];
            double across = x - level.alpha() * middleX, up = y - level.alpha() * middleY;
            double share = Math.exp(-(across * across + up * up) / (2 * variance));
            double gain = level.alpha() * own / variance;
            all += share;
            sumX += share * (middleX + gain * across);
            sumY += share * (middleY + gain * up);
        }
        return new double[] {sumX / all, sumY / all};
    }

    @Test
    void aPointFollowsTheArrowsToTheDataAndNotToWhereTheyFirstPointed() throws Exception {
        JsonNode end = end("api/field/walk?x=-1.5&y=1.35&steps=80");
        Plane plane = Plane.named("two-moons");
        assertEquals(mean(plane, 0), end.path("aimX").asDouble(), 1e-3);
        assertEquals(0, end.path("spread").asDouble(), 1e-6, "no chance in it");
        double x = end.path("x").asDouble(), y = end.path("y").asDouble();
        assertEquals(
                Math.hypot(x - end.path("aimX").asDouble(), y - end.path("aimY").asDouble()),
                end.path("distances").path(0).asDouble(),
                1e-9);
        assertTrue(end.path("distances").path(0).asDouble() > 0.4, end.toString());
        double nearest = Math.min(plane.toPart(0, x, y), plane.toPart(1, x, y));
        assertTrue(nearest < 3 * Plane.DEVIATION, end.toString());
        assertTrue(end.path("off").asDouble() < 0.1, end.toString());
    }

    /** From one start DDPM gives samples of the data, whatever the start. */
    @ParameterizedTest
    @CsvSource({"two-moons, -1.5, 1.35", "rings, 1, 1"})
    void withFreshNoiseTheStartIsForgotten(String cloud, double x, double y) throws Exception {
        JsonNode fresh =
                end("api/field/walk?cloud=" + cloud + "&x=" + x + "&y=" + y).path("fresh");
        Plane plane = Plane.named(cloud);
        int parts = plane.parts().size();
        for (int label = 0; label < parts; label++) {
            int of = label;
            double share = IntStream.of(plane.labels()).filter(one -> one == of).count() / (double) Plane.POINTS;
            assertEquals(share, fresh.path("shares").path(label).asDouble(), 0.1, fresh.toString());
        }
        assertTrue(fresh.path("away").asDouble() < 3 * fresh.path("chance").asDouble(), fresh.toString());
    }

    @Test
    void bothCrowdsEndAsTheDataIsSpread() throws Exception {
        JsonNode end = end("api/field/crowd?seed=2");
        double chance = end.path("chance").asDouble();
        assertTrue(end.path("start").asDouble() > 20 * chance, end.toString());
        assertTrue(end.path("arrows").asDouble() < 3 * chance, end.toString());
        assertTrue(end.path("fresh").asDouble() < 3 * chance, end.toString());
        assertTrue(end.path("apart").asDouble() > 0.5, end.toString());
    }

    /** Twice the steps halve Euler's error; the solvers of second order gain more. */
    @Test
    void solversConvergeAtTheirOrders() throws Exception {
        JsonNode table = end("api/field/solvers").path("solvers");
        double euler = off(table, "euler", 20) / off(table, "euler", 80);
        assertTrue(euler > 3 && euler < 5.5, table.toString());
        assertTrue(off(table, "heun", 20) / off(table, "heun", 80) > 6, table.toString());
        assertTrue(off(table, "dpm", 80) < off(table, "euler", 80) / 3, table.toString());
    }

    private static double off(JsonNode table, String solver, int steps) {
        return StreamSupport.stream(table.spliterator(), false)
                .filter(row -> row.path("solver").asText().equals(solver)
                        && row.path("steps").asInt() == steps)
                .findFirst()
                .orElseThrow()
                .path("off")
                .asDouble();
    }

    @Test
    void theGuessIsSettledByWhereThePointEnds() throws Exception {
        JsonNode question = server.json("api/question?id=field&cloud=rings");
        assertEquals(5, question.path("options").size());
        JsonNode ticket =
                Server.parsed(server.post("api/guess", "{\"id\": \"field\", \"guess\": 1, \"x\": -1.5, \"y\": 1.35}")
                        .body());
        JsonNode settled = end("api/field/walk?x=-1.5&y=1.35&guess="
                        + ticket.path("ticket").asText())
                .path("settled");
        assertEquals("On the upper moon", settled.path("guess").asText());
        assertTrue(settled.path("holds").asBoolean(), settled.toString());
    }

    /** Without guidance the samples are the group, without a label all three; much guidance leads past it. */
    @ParameterizedTest
    @CsvSource({"0", "2"})
    void guidanceLeavesTheMiddleAndGoesTooFar(int group) throws Exception {
        JsonNode end = end("api/field/guided?group=" + group);
        JsonNode none = end.path("scales").path(0), plain = end.path("scales").path(1);
        JsonNode two = end.path("scales").path(2), six = end.path("scales").path(3);
        double centre = end.path("centre").asDouble(),
                chance = end.path("chance").asDouble();
        assertEquals(0.85, centre, 0.15, "the groups lie so far from the origin");
        assertEquals(1 / 3.0, none.path("inGroup").asDouble(), 0.08, end.toString());
        assertEquals(
                centre,
                plain.path("outward").asDouble(),
                2 * plain.path("within").asDouble(),
                end.toString());
        assertTrue(plain.path("away").asDouble() < 3 * chance, end.toString());
        assertTrue(two.path("inGroup").asDouble() > plain.path("inGroup").asDouble(), end.toString());
        assertTrue(six.path("outward").asDouble() > centre + six.path("within").asDouble(), end.toString());
        assertTrue(six.path("away").asDouble() > 5 * chance, end.toString());
    }

    /** After reflow one step is as good as twenty were; before, it ends at the mean of the data, far from all of it. */
    @Test
    void reflowStraightensThePathsUntilOneStepIsEnough() throws Exception {
        List<JsonNode> records = server.records("api/training/straight?seed=3");
        JsonNode end = records.get(records.size() - 1);
        JsonNode first = end.path("first"), second = end.path("second");
        assertTrue(
                first.path(0).path("away").asDouble() > 100 * end.path("chance").asDouble(), end.toString());
        assertTrue(
                first.path(1).path("away").asDouble()
                        > 5 * first.path(2).path("away").asDouble(),
                end.toString());
        assertTrue(
                second.path(0).path("away").asDouble()
                        < first.path(2).path("away").asDouble() / 3,
                end.toString());
        assertEquals(0, first.path(0).path("detour").asDouble(), 1e-9, "one step is straight, wherever it ends");
        assertTrue(first.path(3).path("detour").asDouble() > 0.05, end.toString());
        assertTrue(second.path(3).path("detour").asDouble() < 0.01, end.toString());
        JsonNode one = way(records, "first-1");
        Plane plane = Plane.named("two-moons");
        float[] places = Server.pixels(one.path("x"));
        int walkers = one.path("walkers").asInt();
        double x = 0, y = 0;
        for (int i = walkers; i < 2 * walkers; i++) {
            x += places[2 * i] / walkers;
            y += places[2 * i + 1] / walkers;
        }
        assertEquals(mean(plane, 0), x, 0.12);
        assertEquals(mean(plane, 1), y, 0.12);
        assertEquals(way(records, "second-pairs").path("t").toString(), "[1000,0]");
    }

    private static JsonNode way(List<JsonNode> records, String name) {
        return records.stream()
                .filter(record -> record.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
