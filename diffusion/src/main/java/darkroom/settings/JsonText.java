package darkroom.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import darkroom.io.InputFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON documents as text: read with the line of every value, and written with one line for each. */
public final class JsonText {

    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final long LONGEST = 1 << 20;

    private JsonText() {}

    /**
     * Reads a file of at most a megabyte, in UTF-8, with or without a byte-order mark.
     *
     * @throws IllegalArgumentException when there is none, or it is no JSON; says where and why
     * @throws IOException when it cannot be read
     */
    public static Value read(Path file) throws IOException {
        InputFile.require(file);
        if (Files.size(file) > LONGEST) {
            throw new IllegalArgumentException(file + " is larger than a megabyte: it cannot be what it is called.");
        }
        try {
            return new LocatedReader(file.toString()).read(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not text in UTF-8" + InputFile.instead(file) + ".", e);
        } catch (JsonProcessingException e) {
            throw refused(file.toString(), InputFile.instead(file), e);
        }
    }

    /**
     * A document from its text.
     *
     * @throws IllegalArgumentException when it is no JSON; says where and why
     */
    public static Value parse(String text) {
        try {
            return new LocatedReader("").read(text);
        } catch (JsonProcessingException e) {
            throw refused("", "", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JSON of plain values, lists and maps. */
    public static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /** A document as indented text that ends in a line feed. */
    public static String write(JsonNode json) {
        try {
            return JSON.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalArgumentException refused(String source, String instead, JsonProcessingException e) {
        String where = Place.where(
                source, e.getLocation() == null ? null : e.getLocation().getLineNr());
        String reason = e.getOriginalMessage().lines().findFirst().orElse("").replaceAll(" \\(code [^)]*\\)", "");
        String said = instead.isEmpty() ? "This is not JSON: " + reason : "This is not JSON" + instead;
        return new IllegalArgumentException(InputFile.printable(where + said + "."), e);
    }
}
