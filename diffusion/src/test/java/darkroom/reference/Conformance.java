package darkroom.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reference data beside the project, larger than what lies in it: where it is missing, its tests have nothing to run. */
public final class Conformance {

    private static final Path FOLDER = Path.of("..", "..", "shared", "conformance");

    private Conformance() {}

    /** Whether there is any. */
    public static boolean isPresent() {
        return Files.isDirectory(FOLDER);
    }

    /** A file or folder of it. */
    public static Path path(String name) {
        return FOLDER.resolve(name);
    }

    /** A list in one of its files; empty where there is none. */
    public static Stream<JsonNode> list(String file, String field) {
        if (!isPresent()) {
            return Stream.empty();
        }
        try {
            JsonNode whole = new ObjectMapper().readTree(path(file).toFile());
            return Reference.list(field.isEmpty() ? whole : whole.get(field));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
