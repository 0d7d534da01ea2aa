package darkroom.settings;

import com.fasterxml.jackson.core.JsonPointer;
import darkroom.io.InputFile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a value of a JSON document stands.
 *
 * @param source the document's file; empty when it was read from none
 * @param lines the line of each value, by its path; empty when the document was no text
 * @param path the way to the value from the document's root
 */
public record Place(String source, Map<JsonPointer, Integer> lines, JsonPointer path) {

    /** The root of a document that was not read from a text. */
    static final Place NOWHERE = new Place("", Map.of(), JsonPointer.empty());

    Place at(String name) {
        return new Place(source, lines, path.appendProperty(name));
    }

    Place at(int index) {
        return new Place(source, lines, path.appendIndex(index));
    }

    /** The beginning of a sentence about a line of a file: either may be missing. */
    static String where(String source, @Nullable Integer line) {
        String place = source + (line == null ? "" : (source.isEmpty() ? "Line " : ", line ") + line);
        return place.isEmpty() ? "" : place + ": ";
    }

    /** Refuses what stands here. */
    IllegalArgumentException refused(String sentence) {
        return new IllegalArgumentException(InputFile.printable(where(source, line()) + sentence));
    }

    /** The line of the value, or of what it is missing from. */
    private @Nullable Integer line() {
        Integer line = null;
        for (JsonPointer at = path; line == null && at != null; at = at.head()) {
            line = lines.get(at);
        }
        return line;
    }

    /** The way to the value, such as {@code training.adam_w.beta1}; empty at the root. */
    String option() {
        StringBuilder option = new StringBuilder();
        for (JsonPointer rest = path; !rest.matches(); rest = rest.tail()) {
            if (rest.getMatchingIndex() >= 0) {
                option.append('[').append(rest.getMatchingIndex()).append(']');
            } else {
                option.append(option.length() == 0 ? "" : ".").append(rest.getMatchingProperty());
            }
        }
        return option.toString();
    }
}
