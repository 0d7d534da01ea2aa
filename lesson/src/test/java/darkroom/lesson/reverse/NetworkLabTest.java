package darkroom.lesson.reverse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.web.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network's outline, its activations, its attention and what damage does to it. */
class NetworkLabTest {

    private static final String MIDDLE = "mid_block.attentions.0";

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel);

    @Test
    void theOutlineAccountsForEveryWeightAndEverySkip() throws Exception {
        JsonNode outline = server.json("api/network");
        long weights = list(outline.path("parts")).stream()
                .mapToLong(part -> part.path("parameters").asLong())
                .sum();
        assertEquals(server.json("api/about").path("learned").path("parameters").asLong(), weights);
        Set<String> names = new HashSet<>();
        list(outline.path("parts")).forEach(part -> names.add(part.path("name").asText()));
        assertEquals(outline.path("parts").size(), names.size());
        // One behind the first convolution, one behind each layer, one behind each halving.
        assertEquals(1 + 2 + 1, outline.path("skips").size());
        for (JsonNode skip : outline.path("skips")) {
            assertTrue(names.contains(skip.path("from").asText())
                    && names.contains(skip.path("into").asText()));
        }
        assertEquals(1001, outline.path("snr").size());
        assertTrue(outline.path("snr").get(0).isNull());
    }

    @Test
    void everyPartShowsWhatItMadeAndTheNamedOneAllOfIt() throws Exception {
        String asked = "api/network/look?pattern=ring&noise=3&t=300&part=";
        JsonNode outline = server.json("api/network"), seen = server.json(asked + "down_blocks.1.resnets.0");
        for (JsonNode part : outline.path("parts")) {
            String name = part.path("name").asText();
            JsonNode made = seen.path("parts").path(name);
            boolean picture = part.path("shape").size() == 3;
            int size = picture
                    ? part.path("shape").get(1).asInt()
                            * part.path("shape").get(2).asInt()
                    : part.path("shape").get(0).asInt();
            assertEquals(size, numbers(made.path("x")).length, name);
            assertEquals(name.equals("down_blocks.1.resnets.0"), made.has("all"), name);
        }
        JsonNode whole = seen.path("parts").path("down_blocks.1.resnets.0");
        float[] all = numbers(whole.path("all"));
        assertEquals(16 * 16 * 16, all.length);
        int channel = whole.path("channel").asInt();
        assertArrayEquals(numbers(whole.path("x")), Arrays.copyOfRange(all, 256 * channel, 256 * (channel + 1)));
        assertEquals(Frames.mean(all), whole.path("mean").asDouble(), 1e-6);
        assertEquals(seen, server.json(asked + "down_blocks.1.resnets.0"));
    }

    @Test
    void timeAndClassAreToldAndNothingElseOfThePicture() throws Exception {
        String asked = "api/network/look?pattern=ring&noise=3&part=time_embedding";
        JsonNode at300 = server.json(asked + "&t=300"), at301 = server.json(asked + "&t=301");
        assertNotEquals(
                at300.path("parts").path("time_embedding"), at301.path("parts").path("time_embedding"));
        assertEquals(
                at300.path("parts").path("class_embedding"), at301.path("parts").path("class_embedding"));
        JsonNode untold = server.json(asked + "&t=300&told=nothing");
        assertNotEquals(
                at300.path("parts").path("class_embedding"),
                untold.path("parts").path("class_embedding"));
        assertEquals(at300.path("parts").path("conv_in"), untold.path("parts").path("conv_in"));
    }

    @Test
    void theMicroscopeSaysTheSameOfTheSamePicture() throws Exception {
        // At t = 50 of 80 the microscope stands at t = 625 of 1000.
        JsonNode seen = server.json("api/network/look?pattern=smile&picture=2&noise=9&t=625");
        JsonNode step = server.json("api/microscope?maker=learned&pattern=smile&picture=2&noise=9&t=50");
        assertEquals(625, step.path("tOfSchedule").asDouble(), 1e-6);
        assertEquals(step.path("pictures").path("x"), seen.path("x"));
        assertEquals(step.path("pictures").path("x0"), seen.path("x0"));
    }

    @Test
    void attentionSharesOutAWholeForEachPixelAndHead() throws Exception {
        JsonNode seen = server.json("api/network/attention?pattern=cross&t=500");
        JsonNode part = seen.path("parts").get(0);
        assertEquals(MIDDLE, part.path("name").asText());
        int heads = part.path("heads").asInt();
        int tokens = part.path("height").asInt() * part.path("width").asInt();
        assertEquals(2, heads);
        assertEquals(16 * 16, tokens);
        float[] weights = numbers(part.path("weights"));
        assertEquals(heads * tokens * tokens, weights.length);
        for (int row = 0; row < heads * tokens; row++) {
            double sum = 0;
            for (int i = 0; i < tokens; i++) {
                assertTrue(weights[row * tokens + i] >= 0);
                sum += weights[row * tokens + i];
            }
            assertEquals(1, sum, 1e-4);
        }
    }

    @Test
    void damageIsMeasuredForEverySkipAndWrongTimeAndTheFindingFollows() throws Exception {
        JsonNode outline = server.json("api/network");
        String skip = outline.path("skips").get(3).path("into").asText();
        List<JsonNode> records = server.records("api/network/damage?by=300&seed=4&skip=" + skip);
        JsonNode start = records.get(0), end = records.get(records.size() - 1);
        assertEquals("start", start.path("type").asText());
        assertEquals(
                1 + outline.path("skips").size() + Damaged.WRONG.size(),
                start.path("variants").size());
        List<JsonNode> totals =
                records.stream().filter(record -> record.has("all")).toList();
        assertEquals(start.path("variants").size(), totals.size());
        assertEquals(all(totals, "untouched"), end.path("untouched").asDouble());
        assertEquals(all(totals, skip), end.path("skip").asDouble());
        assertEquals(all(totals, "t300"), end.path("time").asDouble());
        double difference = end.path("skip").asDouble() - end.path("time").asDouble();
        assertEquals(difference, end.path("difference").asDouble(), 1e-12);
        double within = end.path("within").asDouble();
        assertTrue(within > 0, end.toString());
        String found = Math.abs(difference) <= within ? "same" : difference > 0 ? "skip" : "time";
        assertEquals(found, end.path("found").asText(), end.toString());
        int digits = end.path("digits").asInt();
        assertNotEquals(Words.fixed(Math.abs(difference), digits), Words.fixed(within, digits), end.toString());
        // The overall error is the root of the mean of the squares, level by level.
        double squares = records.stream()
                .filter(record -> record.path("type").asText().equals("measured")
                        && record.path("id").asText().equals(skip))
                .mapToDouble(record -> Math.pow(record.path("error").asDouble(), 2))
                .average()
                .orElseThrow();
        assertEquals(Math.sqrt(squares), end.path("skip").asDouble(), 1e-9);
        List<JsonNode> pictures = records.stream()
                .filter(record -> record.path("type").asText().equals("pictures"))
                .toList();
        assertEquals(3, pictures.size());
        assertEquals(0, pictures.get(0).path("distance").asDouble());
        assertTrue(pictures.get(1).path("distance").asDouble() > 0);
        assertTrue(pictures.get(2).path("distance").asDouble() > 0);
        assertEquals(start.path("kinds").size(), pictures.get(0).path("x").size());
        assertFalse(
                records.stream().anyMatch(record -> record.path("type").asText().equals("error")));
    }

    private static double all(List<JsonNode> totals, String id) {
        return totals.stream()
                .filter(record -> record.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow()
                .path("all")
                .asDouble();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/network/look?t=0",
                "api/network/look?t=1001",
                "api/network/look?part=mid_block",
                "api/network/look?told=all",
                "api/network/look?pattern=square",
                "api/network/attention?noise=-1",
                "api/network/damage?skip=conv_in",
                "api/network/damage?by=5",
                "api/network/damage?seed=x"
            })
    void badValuesAreRefusedInASentence(String path) throws Exception {
        server.assertRefused(path);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static float[] numbers(JsonNode text) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(text.asText())).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
