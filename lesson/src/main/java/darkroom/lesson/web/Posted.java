package darkroom.lesson.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** What this lesson's own pages send to be recorded: a JSON object of plain values. */
public final class Posted {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LARGEST = 8_192;
    private static final int THROWN_AWAY = 4 << 20;

    private Posted() {}

    /**
     * The values that were sent.
     *
     * @throws BadRequest when another site's page sent them, or they are no JSON object
     */
    public static Query values(Context context) {
        if (!sameSite(context)) {
            throw new BadRequest("Only the lesson's own pages may change what is kept.");
        }
        String type = Optional.ofNullable(context.contentType()).orElse("");
        if (!type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw new BadRequest("What is to be recorded is sent as application/json.");
        }
        byte[] body = body(context, LARGEST);
        if (body.length > LARGEST) {
            throw new BadRequest("What is to be recorded has at most " + LARGEST + " bytes.");
        }
        ObjectNode sent = parsed(body);
        return new Query(name -> {
            JsonNode value = sent.get(name);
            if (value == null || value.isNull()) {
                return null;
            }
            if (!value.isValueNode() || !plain(value.asText())) {
                throw new BadRequest("The value of " + name + " is not plain text, a number, true or false.");
            }
            return value.asText();
        });
    }

    /** Browsers say which site's page sends; where one does not, the address of the page has to be this server's. */
    private static boolean sameSite(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = context.header("Origin");
        return origin == null || authority(origin).equals(Optional.ofNullable(context.host()));
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What was sent, up to one byte more than may be. What follows is read and thrown away, within reason: whoever still
     * sends does not hear the answer.
     */
    public static byte[] body(Context context, int most) {
        try {
            InputStream in = context.req().getInputStream();
            byte[] body = in.readNBytes(most + 1);
            byte[] rest = new byte[LARGEST];
            for (int thrown = 0, count; thrown < THROWN_AWAY && (count = in.read(rest)) >= 0; thrown += count) {}
            return body;
        } catch (IOException e) {
            throw new BadRequest("What was sent did not arrive whole.");
        }
    }

    private static ObjectNode parsed(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new BadRequest("What is to be recorded is a JSON object.");
    }

    /** No control characters, and no half of a character. */
    private static boolean plain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
