package darkroom.lesson.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GarmentsTest {

    /** Where Debian's package dataset-fashion-mnist has the whole set. */
    private static final Path WHOLE = Path.of("/usr/share/datasets/fashion-mnist");

    private static final Path SHIPPED = Path.of("../models/garments/examples");

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::writeGarments);

    private static List<JsonNode> posted(String path) throws Exception {
        HttpResponse<String> answer = server.client.send(
                server.request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(Server::parsed)
                .toList();
    }

    @Test
    void thePageIsToldOfThem() throws Exception {
        JsonNode about = server.json("api/about");
        assertEquals("garments", about.path("garments").path("name").asText());
        assertEquals(10, about.path("garmentKinds").size());
        assertEquals(20, server.json("api/kinds?picture=3").path("pictures").size());
    }

    @Test
    void aGarmentIsDrownedAndBroughtBackByItsOwnModelAndClassifier() throws Exception {
        List<JsonNode> records = posted("api/return?pattern=trouser&picture=1&depth=20");
        JsonNode end = records.get(records.size() - 1);
        assertEquals("end", end.path("type").asText());
        for (JsonNode one : end.path("returns")) {
            assertTrue(Garments.LABELS.contains(one.path("seen").asText()), one.toString());
        }
        double unit = 2 * 28.0 / 32 / 255;
        assertEquals((5 + 10 + 5) / 3.0 * unit, end.path("between").asDouble(), 1e-6);
    }

    @Test
    void theLabelMatters() throws Exception {
        JsonNode with = posted("api/return?pattern=bag&depth=100&label=yes").get(50);
        JsonNode without = posted("api/return?pattern=bag&depth=100&label=no").get(50);
        assertFalse(with.path("x").equals(without.path("x")));
    }

    @Test
    void encodesAndDecodesThem() throws Exception {
        List<JsonNode> records = posted("api/inversion?pattern=coat&steps=25");
        assertEquals("end", records.get(records.size() - 1).path("type").asText());
    }

    @Test
    void samplesThemAndFindsTheNearestThatShips() throws Exception {
        for (String maker : List.of("learned", "exact", "oracle")) {
            List<JsonNode> records = server.records("api/run?pattern=sandal&steps=3&maker=" + maker);
            JsonNode end = records.get(records.size() - 1);
            assertEquals("end", end.path("type").asText());
            assertEquals(
                    maker.equals("oracle") ? 0 : 30,
                    end.path("nearest").path("of").asInt());
        }
        List<JsonNode> any = server.records("api/run?pattern=any-garment&steps=2");
        assertEquals("end", any.get(any.size() - 1).path("type").asText());
        assertEquals(
                3, server.json("api/examples?pattern=sandal").path("pictures").size());
        assertEquals(
                30,
                server.json("api/examples?pattern=any-garment&of=set")
                        .path("pictures")
                        .size());
    }

    @Test
    void withoutThemTheyAreNotOfferedAndRefused(@TempDir Path without) throws Exception {
        TestModels.writeModel(without);
        try (Server plain = new Server(without).ready()) {
            JsonNode about = plain.json("api/about");
            assertTrue(about.path("garments").isNull());
            assertEquals(0, about.path("garmentKinds").size());
            assertEquals(400, plain.get("api/run?pattern=trouser").statusCode());
        }
    }

    @Test
    void thePicturesThatShipAreTheFirstOfEachKindInTheTrainingSet() throws Exception {
        byte[] labels = content(SHIPPED.resolve("labels-idx1-ubyte.gz"), 8);
        byte[] images = content(SHIPPED.resolve("images-idx3-ubyte.gz"), 16);
        assertEquals(500, labels.length);
        assertTrue(Files.readString(SHIPPED.resolve("LICENSE")).contains("MIT License"));
        assumeTrue(Files.isDirectory(WHOLE), "the package dataset-fashion-mnist is not installed");
        byte[] allLabels = content(WHOLE.resolve("train-labels-idx1-ubyte.gz"), 8);
        byte[] allImages = content(WHOLE.resolve("train-images-idx3-ubyte.gz"), 16);
        int length = images.length / labels.length;
        int[] seen = new int[Garments.LABELS.size()];
        for (int i = 0; i < allLabels.length; i++) {
            int label = allLabels[i];
            if (seen[label] < 50) {
                int place = 50 * label + seen[label]++;
                assertEquals(label, labels[place]);
                assertEquals(
                        ByteBuffer.wrap(allImages, i * length, length),
                        ByteBuffer.wrap(images, place * length, length));
            }
        }
    }

    private static byte[] content(Path file, int header) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            in.skipNBytes(header);
            return in.readAllBytes();
        }
    }
}
