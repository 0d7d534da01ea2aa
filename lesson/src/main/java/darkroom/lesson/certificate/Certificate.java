package darkroom.lesson.certificate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * What a certificate says. {@link Edition} describes which bytes of it are signed.
 *
 * @param edition of which form it is
 * @param name the name that the learner gave, in NFC, 1 to 64 code points
 * @param date the day on which the lesson was completed
 * @param checksPassed quick checks answered rightly, 0 to 9999 like all that follow
 * @param rightAtFirstTry how many of these at the first try
 * @param experiments core experiments done
 * @param predictions predictions made
 * @param surprises how many of these turned out otherwise
 * @param key the fingerprint of the key that signs it
 */
public record Certificate(
        Edition edition,
        String name,
        LocalDate date,
        int checksPassed,
        int rightAtFirstTry,
        int experiments,
        int predictions,
        int surprises,
        String key) {

    static final int MOST = 9999;

    public Certificate {
        LearnerName.check(name);
        if (date.getYear() < 2000 || date.getYear() > MOST) {
            throw new IllegalArgumentException(
                    "A certificate's year lies in 2000 to 9999, not at " + date.getYear() + ".");
        }
        for (int count : new int[] {checksPassed, rightAtFirstTry, experiments, predictions, surprises}) {
            if (count < 0 || count > MOST) {
                throw new IllegalArgumentException("A certificate counts from 0 to 9999, not " + count + ".");
            }
        }
        if (rightAtFirstTry > checksPassed || surprises > predictions) {
            throw new IllegalArgumentException("A part on the certificate is larger than its whole.");
        }
        if (!key.matches(VerifyingKey.FINGERPRINT)) {
            throw new IllegalArgumentException("A key's fingerprint has 20 digits from 0 to f, not '" + key + "'.");
        }
    }

    /**
     * A name as a learner types it, as it goes on a certificate: in the normal form NFC, spaces joined.
     *
     * @throws IllegalArgumentException saying what a name may not be: empty, too long, with characters that hide
     */
    public static String nameOf(String typed) {
        return LearnerName.typed(typed);
    }

    /** Its fields as the lines of a JSON object, without the braces; each ends in a comma and a line feed. */
    String lines() {
        return line("format", quoted(edition.format()))
                + line("name", quoted(name))
                + line("date", quoted(date.toString()))
                + line("checksPassed", Integer.toString(checksPassed))
                + line("rightAtFirstTry", Integer.toString(rightAtFirstTry))
                + line("experiments", Integer.toString(experiments))
                + line("predictions", Integer.toString(predictions))
                + line(edition.lastCount(), Integer.toString(edition.last(predictions, surprises)))
                + line("key", quoted(key));
    }

    /** What is signed. */
    byte[] bytes() {
        return edition.signed(lines()).getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String key, String value) {
        return "  \"" + key + "\": " + value + ",\n";
    }

    /** A name has no character that JSON escapes but these two. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
