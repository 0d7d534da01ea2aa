package darkroom.lesson.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the page is told: JSON, with pictures in it as base64 of small whole numbers. */
public final class Json {

    /** Pixels travel as signed 16-bit numbers, little-endian, in units of 1 / 4096: a range of plus and minus 8. */
    public static final int UNITS = 4096;

    private static final int COLOURS = 3;
    private static final int BYTE = 255;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line of a stream of records. */
    public static byte[] line(JsonNode json) {
        byte[] bytes = bytes(json);
        byte[] line = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, line, 0, bytes.length);
        line[bytes.length] = '\n';
        return line;
    }

    /** A line of a stream as the record that it is; an empty one where it is no record. */
    public static ObjectNode record(byte[] line) {
        try {
            return MAPPER.readTree(line) instanceof ObjectNode record ? record : object();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Values in the page's units. */
    public static String pixels(float[] values) {
        ByteBuffer packed = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            packed.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value * UNITS))));
        }
        return Base64.getEncoder().encodeToString(packed.array());
    }

    /** Values as they are: 32-bit floating-point numbers, little-endian. */
    public static String numbers(float[] values) {
        ByteBuffer packed = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        packed.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(packed.array());
    }

    /** Coloured pictures, [3, ...] in [-1, 1], as the red, green and blue of each pixel in turn, a byte each. */
    public static String colours(float[] planes) {
        int pixels = planes.length / COLOURS;
        byte[] packed = new byte[planes.length];
        for (int i = 0; i < planes.length; i++) {
            int value = Math.round((planes[i % COLOURS * pixels + i / COLOURS] + 1) / 2 * BYTE);
            packed[i] = (byte) Math.max(0, Math.min(BYTE, value));
        }
        return Base64.getEncoder().encodeToString(packed);
    }

    /** A number, or null where it is infinite: JSON knows no infinities. */
    public static void finite(ArrayNode to, double value) {
        if (Double.isFinite(value)) {
            to.add(value);
        } else {
            to.addNull();
        }
    }

    /** A field with a number, or null where it is infinite. */
    public static void finite(ObjectNode to, String name, double value) {
        if (Double.isFinite(value)) {
            to.put(name, value);
        } else {
            to.putNull(name);
        }
    }

    public static byte[] error(String sentence) {
        return (object().put("error", sentence) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
