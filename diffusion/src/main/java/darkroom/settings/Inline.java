package darkroom.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A thing with its options in one line, as a command line has it: {@code ddim:eta=0.5}. */
final class Inline {

    private Inline() {}

    /** Its JSON: a number, a name, or an object. */
    static JsonNode json(String key, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return value(text);
        }
        ObjectNode object = JsonText.JSON.createObjectNode().put(key, text.substring(0, colon));
        for (String option : text.substring(colon + 1).split(",", -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "Options are written NAME:OPTION=VALUE,OPTION=VALUE, and '" + option + "' is no OPTION=VALUE.");
            }
            object.set(option.substring(0, equals), value(option.substring(equals + 1)));
        }
        return object;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode value = JsonText.JSON.readTree(text);
            return value != null && value.isValueNode() && !value.isMissingNode() ? value : JsonText.tree(text);
        } catch (JsonProcessingException e) {
            return JsonText.tree(text);
        }
    }
}
