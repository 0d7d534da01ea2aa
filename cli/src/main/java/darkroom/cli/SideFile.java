package darkroom.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What lies beside a file of samples, as FILE.json: all that it takes to draw them again.
 *
 * @param model the model's name
 * @param course how they were drawn
 * @param labels what each sample was asked to be; empty when nothing was asked for
 * @param engine that computed the network
 * @param evaluations of the network behind each sample
 */
record SideFile(
        String model,
        Course course,
        List<String> labels,
        Origin origin,
        Seeding seeding,
        String precision,
        String engine,
        long evaluations) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The file that belongs beside another. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".json");
    }

    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("model", model);
        json.setAll(course.json());
        json.set("labels", labels.isEmpty() ? null : JSON.valueToTree(labels));
        if (origin.picture() != null) {
            json.put("from", origin.picture().toString());
            json.put("depth", origin.depth());
        }
        json.put("count", seeding.count());
        if (seeding.seeds().length == 1) {
            json.put("seed", seeding.seeds()[0]);
        } else {
            json.set("seeds", JSON.valueToTree(seeding.seeds()));
        }
        json.put("precision", precision);
        json.put("engine", engine);
        json.put("evaluations", evaluations);
        AtomicFile.write(beside(file), JSON.writeValueAsString(json) + "\n");
    }
}
