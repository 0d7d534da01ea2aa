package darkroom.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What lies beside a file of samples, as FILE.json: all that it takes to draw them again.
 *
 * @param subject what was drawn
 * @param evaluations of the network behind each sample
 */
record SideFile(Subject subject, Seeding seeding, String precision, long evaluations) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The file that belongs beside another. */
    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".json");
    }

    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("model", subject.name());
        json.setAll(subject.course().json());
        subject.note(json);
        json.put("count", seeding.count());
        if (seeding.seeds().length == 1) {
            json.put("seed", seeding.seeds()[0]);
        } else {
            json.set("seeds", JSON.valueToTree(seeding.seeds()));
        }
        json.put("precision", precision);
        json.put("engine", subject.engine().toString());
        json.put("evaluations", evaluations);
        AtomicFile.write(beside(file), JSON.writeValueAsString(json) + "\n");
    }
}
