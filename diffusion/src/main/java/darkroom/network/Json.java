package darkroom.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Configurations as records and back: options in snake case, unknown ones refused, names with an underscore passed over. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private Json() {}

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A record from options over its defaults; a sentence for what is wrong with them. */
    static <R> R read(Class<R> type, String className, String defaults, JsonNode options) {
        try {
            ObjectNode all = (ObjectNode) MAPPER.readTree(defaults);
            options.properties().stream()
                    .filter(option -> !option.getKey().startsWith("_"))
                    .forEach(option -> all.set(option.getKey(), option.getValue()));
            return MAPPER.treeToValue(all, type);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw refused(className, e.getOriginalMessage());
        }
    }

    /** All options of a record, with the class name that {@code diffusers} looks for. */
    static ObjectNode write(String className, Record config) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("_class_name", className);
        json.setAll((ObjectNode) tree(config));
        return json;
    }

    static void check(String className, boolean holds, String otherwise) {
        if (!holds) {
            throw refused(className, otherwise);
        }
    }

    private static IllegalArgumentException refused(String className, String reason) {
        return new IllegalArgumentException("A " + className + " cannot be configured so: " + reason + ".");
    }
}
