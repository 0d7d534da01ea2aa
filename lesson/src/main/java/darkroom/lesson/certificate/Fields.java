package darkroom.lesson.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;

/** The fields of a certificate's file, each to be read once; none may be repeated, missing, unknown or of another type. */
final class Fields {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final ObjectNode json;
    private final TreeSet<String> unread = new TreeSet<>();

    private Fields(ObjectNode json) {
        this.json = json;
        json.fieldNames().forEachRemaining(unread::add);
    }

    /**
     * The fields of a JSON object.
     *
     * @throws NotGenuine when the text is none
     */
    static Fields of(String text) {
        try {
            if (MAPPER.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                    instanceof ObjectNode json) {
                return new Fields(json);
            }
        } catch (JsonProcessingException e) {
            if (text.contains("darkroom-certificate-")) {
                throw new NotGenuine(
                        e.getOriginalMessage().startsWith("Duplicate")
                                ? "A field stands in this certificate twice, so what it says is not clear."
                                : "This certificate is not whole: it is no JSON object any more.");
            }
        }
        throw new NotGenuine("This is not a certificate of a Darkroom lesson.");
    }

    /** Which form the certificate has. */
    Edition edition() {
        String format = json.path("format").asText();
        unread.remove("format");
        return Edition.of(format)
                .orElseThrow(() -> new NotGenuine(
                        format.startsWith("darkroom-certificate-")
                                ? "This certificate has a form that this version of Darkroom does not know."
                                : "This is not a certificate of a Darkroom lesson."));
    }

    String text(String name) {
        return read(name, json.path(name).isTextual()).textValue();
    }

    /** A whole number, however it is written: 7.0 is 7. */
    int count(String name) {
        JsonNode value = json.path(name);
        return read(name, value.isNumber() && value.doubleValue() == value.intValue())
                .intValue();
    }

    private JsonNode read(String name, boolean fits) {
        if (!fits) {
            throw new NotGenuine("The field " + name + " of this certificate is missing or was changed.");
        }
        unread.remove(name);
        return json.path(name);
    }

    /** Refuses what a certificate does not have, which nobody signed. */
    void checkAllRead() {
        if (!unread.isEmpty()) {
            throw new NotGenuine("Something was added to this certificate that is not signed.");
        }
    }
}
