package darkroom.lesson.next;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.guide.Condition;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Transformer;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.sample.SamplingRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A transformer of 64 patches, five layers and four heads, and a U-Net, none of which has learned anything. */
class TransformerTest {

    private static final String LOOK = "api/next/transformers?",
            GROUPS = "api/next/transformers/groups?",
            TWINS = "api/next/transformers/twins?";

    @RegisterExtension
    private static final Server server =
            Server.with(TestModels::writeModel, TestModels::writeClassifier, TestModels::writeTransformer);

    private static float[] floats(JsonNode text) {
        FloatBuffer numbers = ByteBuffer.wrap(Base64.getDecoder().decode(text.asText()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] all = new float[numbers.remaining()];
        numbers.get(all);
        return all;
    }

    private static JsonNode last(String path) throws Exception {
        List<JsonNode> records = server.records(path);
        return records.get(records.size() - 1);
    }

    @Test
    void aPatchSharesOutAllOfItsAttentionInEachLayerAndHead() throws Exception {
        JsonNode seen = server.json(LOOK + "pattern=ring&t=300&patch=5");
        assertEquals(8, seen.path("side").asInt());
        assertEquals(5, seen.path("layers").asInt());
        assertEquals(4, seen.path("heads").asInt());
        float[] weights = floats(seen.path("weights"));
        assertEquals(5 * 4 * 64, weights.length);
        for (int row = 0; row < 5 * 4; row++) {
            double sum = 0;
            for (int i = 0; i < 64; i++) {
                assertTrue(weights[64 * row + i] >= 0);
                sum += weights[64 * row + i];
            }
            assertEquals(1, sum, 1e-5, "layer and head " + row);
        }
        assertEquals(Pictures.PIXELS, Server.pixels(seen.path("x")).length);
    }

    @Test
    void itDependsOnThePatchTheNoiseAndTheLevel() throws Exception {
        JsonNode seen = server.json(LOOK + "pattern=ring&t=300&patch=5");
        assertEquals(seen, server.json(LOOK + "pattern=ring&t=300&patch=5"));
        assertEquals(
                seen.path("x"), server.json(LOOK + "pattern=ring&t=300&patch=6").path("x"));
        for (String other : List.of("t=300&patch=6", "t=300&patch=5&noise=2", "t=900&patch=5")) {
            assertNotEquals(
                    seen.path("weights"),
                    server.json(LOOK + "pattern=ring&" + other).path("weights"),
                    other);
        }
        for (String wrong : List.of("patch=64", "patch=-1", "t=0", "t=1001", "pattern=drawn", "pattern=any")) {
            server.assertRefused(LOOK + wrong);
        }
    }

    /** Groups of a picture of 2 x 2 patches that all touch, and of one whose corners are white and the rest is black. */
    @Test
    void everyPairOfPatchesIsInOneGroup() {
        float[] picture = new float[Pictures.PIXELS];
        for (int i = 0; i < picture.length; i++) {
            int row = i / 32 / 8, column = i % 32 / 8;
            picture[i] = row % 3 == 0 && column % 3 == 0 ? 1 : -1;
        }
        PatchGroups groups = new PatchGroups(picture, 4, 8);
        float[] weights = new float[2 * 16 * 16];
        for (int head = 0; head < 2; head++) {
            for (int from = 0; from < 16; from++) {
                weights[(head * 16 + from) * 16 + from] = 0.5f;
                int opposite = 15 - from;
                weights[(head * 16 + from) * 16 + opposite] += 0.5f;
            }
        }
        groups.add(weights, 2);
        assertEquals(0.5 * 16, groups.times(PatchGroups.SELF), 1e-6);
        // The four in the middle touch their opposites; all others look like theirs, from afar.
        assertEquals(4 * 0.5 * 16 / 84, groups.times(PatchGroups.TOUCHING), 1e-6);
        int alikeAfar = (int) IntStream.range(0, 256)
                .filter(i -> {
                    int from = i / 16, to = i % 16;
                    boolean near = Math.abs(from / 4 - to / 4) <= 1 && Math.abs(from % 4 - to % 4) <= 1;
                    return !near && corner(from) == corner(to);
                })
                .count();
        assertEquals(12 * 0.5 * 16 / alikeAfar, groups.times(PatchGroups.ALIKE), 1e-6);
        assertEquals(0, groups.times(PatchGroups.OTHER), 1e-6);
    }

    private static boolean corner(int patch) {
        return patch / 4 % 3 == 0 && patch % 4 % 3 == 0;
    }

    @Test
    void attentionThatIsSpreadEvenlyGivesEachGroupOne() {
        float[] even = new float[3 * 16 * 16];
        java.util.Arrays.fill(even, 1f / 16);
        PatchGroups groups = new PatchGroups(Pictures.of("ring", 1), 4, 8);
        groups.add(even, 3);
        for (int group = 0; group < PatchGroups.COUNT; group++) {
            assertEquals(1, groups.times(group), 1e-6, "group " + group);
        }
    }

    @Test
    void theGuessIsSettledByTheGroupThatGetsMost() throws Exception {
        String guess = Server.parsed(server.post("api/guess", "{\"id\": \"attends\", \"guess\": 3}")
                        .body())
                .path("ticket")
                .asText();
        JsonNode end = last(GROUPS + "seed=2&guess=" + guess), times = end.path("times");
        assertEquals(PatchGroups.COUNT, times.size());
        int most = IntStream.range(0, PatchGroups.COUNT)
                .boxed()
                .max(Comparator.comparingDouble(i -> times.path(i).asDouble()))
                .orElseThrow();
        assertEquals(most, end.path("settled").path("option").asInt());
        assertEquals(most == 3, end.path("settled").path("holds").asBoolean());
        assertEquals(times, last(GROUPS + "seed=2").path("times"));
        assertNotEquals(times, last(GROUPS + "seed=3").path("times"));
    }

    @Test
    void bothDrawWhatTheLibraryDrawsFromTheSameNoise() throws Exception {
        List<JsonNode> records = server.records(TWINS + "pattern=smile&seed=7");
        List<JsonNode> steps = records.stream()
                .filter(one -> one.path("type").asText().equals("step"))
                .toList();
        assertEquals(26, steps.size());
        assertEquals(steps.get(0).path("dit"), steps.get(0).path("unet"), "one noise");
        JsonNode done = steps.get(25);
        assertDraws(Transformer.MODEL, done.path("dit"));
        assertDraws(Transformer.TWIN, done.path("unet"));
        JsonNode seen = records.get(records.size() - 1).path("seen");
        assertEquals(TwinsRun.COUNT, seen.path("dit").size());
        assertTrue(Pictures.LABELS.contains(seen.path("unet").path(0).asText()));
        server.assertRefused(TWINS + "pattern=any");
    }

    private static void assertDraws(String name, JsonNode pictures) throws Exception {
        int smile = Pictures.LABELS.indexOf("smile");
        try (Model model = new ModelFolder(server.models().resolve(name)).read();
                SamplingRun run = model.sampling(model.settings(), Condition.labels(smile))
                        .start(Samples.noise(7, 0, TwinsRun.COUNT), TwinsRun.COUNT, 1, 32, 32)) {
            while (!run.done()) {
                run.advance();
            }
            List<float[]> drawn = Samples.of(run.x());
            for (int i = 0; i < TwinsRun.COUNT; i++) {
                assertArrayEquals(drawn.get(i), Server.pixels(pictures.path(i)), 2e-3f, name + " " + i);
            }
        }
    }

    @Test
    void anInstallationWithoutItSaysSo(@TempDir Path without) throws Exception {
        assertTrue(
                server.json("api/about").path("transformer").path("iterations").asInt() > 0);
        TestModels.writeModel(without);
        try (Server plain = new Server(without).ready()) {
            assertTrue(plain.json("api/about").path("transformer").isNull());
            assertEquals(503, plain.get("api/next/transformers").statusCode());
            assertTrue(plain.get("api/next/transformers/groups").body().contains("cannot be used"));
        }
    }
}
