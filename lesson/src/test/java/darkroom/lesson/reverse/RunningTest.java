package darkroom.lesson.reverse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.schedule.NoiseLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The weights of the exact denoiser, against Bayes' rule written out. */
class RunningTest {

    private static final int ALL = 200;

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel);

    private static float[] shares(JsonNode record) {
        float[] shares = new float[ALL];
        ByteBuffer.wrap(Base64.getDecoder().decode(record.path("shares").asText()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(shares);
        return shares;
    }

    @Test
    void theWeightsAreThoseOfTheSquaredDistancesAndTheirMeanIsWhatTheDenoiserSays() throws Exception {
        List<JsonNode> records = server.records("api/running?pattern=any&seed=2");
        assertEquals(1 + RunningRun.STEPS + 1, records.size());
        float[] first = shares(records.get(0));
        float[] equal = new float[ALL];
        Arrays.fill(equal, 1f / ALL);
        assertArrayEquals(equal, first, 1e-4f);
        assertEquals(ALL, records.get(0).path("candidates").asDouble(), 0.1);
        for (int step : new int[] {4, 8}) {
            JsonNode now = records.get(step);
            float[] shares = shares(now);
            double[] expected = byDistances(
                    Server.pixels(now.path("x")),
                    Studio.SCHEDULE.level(now.path("t").asInt()));
            for (int i = 0; i < ALL; i++) {
                assertEquals(expected[i], shares[i], 2e-3, "step " + step + ", picture " + i);
            }
            float[] mean = new float[Pictures.PIXELS];
            for (int i = 0; i < ALL; i++) {
                float[] picture = Pictures.at(Pictures.set(), i);
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += shares[i] * picture[k];
                }
            }
            assertArrayEquals(mean, Server.pixels(records.get(step + 1).path("mean")), 2e-3f);
        }
    }

    /** The softmax of -|x - sqrt(alpha_bar) x_i|^2 / (2 (1 - alpha_bar)). */
    private static double[] byDistances(float[] x, NoiseLevel level) {
        double[] evidence = IntStream.range(0, ALL)
                .mapToDouble(i -> {
                    float[] picture = Pictures.at(Pictures.set(), i);
                    double sum = 0;
                    for (int k = 0; k < x.length; k++) {
                        double away = x[k] - Math.sqrt(level.alphaBar()) * picture[k];
                        sum += away * away;
                    }
                    return -sum / (2 * (1 - level.alphaBar()));
                })
                .toArray();
        double most = Arrays.stream(evidence).max().orElseThrow();
        double all = Arrays.stream(evidence).map(one -> Math.exp(one - most)).sum();
        return Arrays.stream(evidence).map(one -> Math.exp(one - most) / all).toArray();
    }

    @Test
    void thePictureThatComesOutIsTheWinnerAndWasDecidedInTheSnow() throws Exception {
        List<JsonNode> records = server.records("api/running?pattern=ring&seed=3");
        JsonNode end = records.get(records.size() - 1), last = records.get(RunningRun.STEPS);
        int winner = end.path("winner").asInt(), decided = end.path("decided").asInt();
        assertEquals(0, Frames.distance(Server.pixels(last.path("x")), Pictures.at(Pictures.set(), winner)), 0.01);
        for (int step = decided; step < RunningRun.STEPS; step++) {
            assertTrue(shares(records.get(step))[winner] > RunningRun.DECIDED, "step " + step);
        }
        assertTrue(shares(records.get(decided - 1))[winner] <= RunningRun.DECIDED);
        assertTrue(decided <= 15 && end.path("noisePower").asDouble() > 0.9, end.toString());
        assertEquals(20, records.get(0).path("candidates").asDouble(), 0.01, "of one kind there are twenty");
    }

    @Test
    void theEffectiveNumberCountsEqualSharesAndLeavesOutWhatIsNone() {
        assertEquals(4, RunningRun.candidates(new double[] {0.25, 0.25, 0.25, 0.25, 0}), 1e-12);
        assertEquals(1, RunningRun.candidates(new double[] {0, 1}), 1e-12);
    }
}
