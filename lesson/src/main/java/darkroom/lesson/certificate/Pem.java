package darkroom.lesson.certificate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text: PEM, RFC 7468. */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String text(String title, byte[] bytes) {
        return "-----BEGIN " + title + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + title + "-----\n";
    }

    /**
     * The bytes of the first block of a title.
     *
     * @throws IllegalArgumentException when there is none
     */
    static byte[] block(String title, String text) {
        Matcher found = Pattern.compile("-----BEGIN " + title + "-----([A-Za-z0-9+/=\\s]*)-----END " + title + "-----")
                .matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException("There is no key in it: a line -----BEGIN " + title
                    + "----- is missing, or what follows is damaged.");
        }
        return Base64.getMimeDecoder().decode(found.group(1));
    }
}
