package darkroom.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one JSON document and notes the line of each value; a name that an object has twice is refused. {@code -Infinity} and
 * {@code Infinity}, which Python writes and diffusers' schedulers hold, are numbers.
 */
final class LocatedReader {

    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    private final Place root;

    LocatedReader(String source) {
        root = new Place(source, lines, JsonPointer.empty());
    }

    Value read(String text) throws IOException {
        try (JsonParser parser = JsonText.JSON.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            parser.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
            if (parser.nextToken() == null) {
                throw root.refused("This is not JSON: it is empty.");
            }
            lines.put(root.path(), line(parser));
            JsonNode document = value(parser, root);
            if (parser.nextToken() != null) {
                throw new Place(root.source(), Map.of(root.path(), line(parser)), root.path())
                        .refused("This is not JSON: something follows behind its end.");
            }
            return new Value(document, root);
        }
    }

    private JsonNode value(JsonParser parser, Place place) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            ObjectNode object = JsonText.JSON.createObjectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Place field = place.at(parser.currentName());
                Integer before = lines.put(field.path(), line(parser));
                if (before != null) {
                    throw field.refused(field.option() + " is given twice, first in line " + before + ".");
                }
                parser.nextToken();
                object.set(parser.currentName(), value(parser, field));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode array = JsonText.JSON.createArrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Place element = place.at(array.size());
                lines.put(element.path(), line(parser));
                array.add(value(parser, element));
            }
            return array;
        }
        JsonNode scalar = parser.readValueAsTree();
        if (scalar.isNumber() && Double.isNaN(scalar.doubleValue())) {
            throw place.refused("This is not JSON: NaN is no number.");
        }
        return scalar;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
