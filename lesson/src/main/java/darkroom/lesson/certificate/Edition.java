package darkroom.lesson.certificate;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The forms that certificates have had; each certificate verifies as it was signed.
 *
 * <p>Of the second, signed is the JSON object without its signature, in the JSON Canonicalization Scheme (RFC 8785): any
 * library for that finds the same bytes, however the file is laid out. Of the first, signed were the opening brace and
 * the nine lines of the fields as the lesson wrote them, each with its line feed; it counts predictions that held.
 */
public enum Edition {
    FIRST(1, "predictionsHeld"),
    SECOND(2, "surprises");

    private final int number;
    private final String lastCount;

    Edition(int number, String lastCount) {
        this.number = number;
        this.lastCount = lastCount;
    }

    String format() {
        return "darkroom-certificate-" + number();
    }

    /** 1 for the first. */
    int number() {
        return number;
    }

    static Optional<Edition> of(String format) {
        return Arrays.stream(values())
                .filter(edition -> edition.format().equals(format))
                .findFirst();
    }

    static Optional<Edition> of(int number) {
        return Arrays.stream(values())
                .filter(edition -> edition.number == number)
                .findFirst();
    }

    /** What the last count is called. */
    String lastCount() {
        return lastCount;
    }

    /** The last count, of so many predictions and surprises; or the surprises, of so many predictions and that count. */
    int last(int predictions, int surprises) {
        return this == FIRST ? predictions - surprises : surprises;
    }

    /** The text that is signed, of the lines of the fields. */
    String signed(String lines) {
        String open = "{\n" + lines;
        if (this == FIRST) {
            return open;
        }
        try {
            return new JsonCanonicalizer(open.substring(0, open.lastIndexOf(',')) + "}").getEncodedString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
