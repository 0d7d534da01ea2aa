package darkroom.certificate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * What a certificate says. Its canonical form is what {@link #text} writes, and that is what is signed:
 *
 * <pre>
 * {
 *   "format": "darkroom-certificate-1",
 *   "name": "Ada Lovelace",
 *   "date": "2026-11-24",
 *   "checksPassed": 7,
 *   "rightAtFirstTry": 5,
 *   "experiments": 8,
 *   "predictions": 8,
 *   "predictionsHeld": 3,
 *   "key": "0123456789abcdef0123",
 * </pre>
 *
 * <p>These ten lines, in this order, in UTF-8 without a byte order mark, each ended by one line feed, two spaces before a
 * key and one after its colon. In the name a quotation mark and a backslash have a backslash before them; everything
 * else stands for itself. Numbers are decimal without leading zeros. A {@link SignedCertificate} adds the signature and
 * the brace.
 *
 * @param name the name that the learner gave, in NFC, 1 to 64 code points
 * @param date the day on which the lesson was completed
 * @param checksPassed quick checks answered rightly, 0 to 9999 like all that follow
 * @param rightAtFirstTry how many of these at the first try
 * @param experiments core experiments done
 * @param predictions predictions made
 * @param predictionsHeld how many of these held
 * @param key the fingerprint of the key that signs it
 */
public record Certificate(
        String name,
        LocalDate date,
        int checksPassed,
        int rightAtFirstTry,
        int experiments,
        int predictions,
        int predictionsHeld,
        String key) {

    static final String FORMAT = "darkroom-certificate-1";
    static final int MOST = 9999;

    public Certificate {
        LearnerName.check(name);
        if (date.getYear() < 2000 || date.getYear() > MOST) {
            throw new IllegalArgumentException(
                    "A certificate's year lies in 2000 to 9999, not at " + date.getYear() + ".");
        }
        for (int count : new int[] {checksPassed, rightAtFirstTry, experiments, predictions, predictionsHeld}) {
            if (count < 0 || count > MOST) {
                throw new IllegalArgumentException("A certificate counts from 0 to 9999, not " + count + ".");
            }
        }
        if (rightAtFirstTry > checksPassed || predictionsHeld > predictions) {
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

    /** The canonical form, which is signed. */
    public String text() {
        return "{\n"
                + line("format", quoted(FORMAT))
                + line("name", quoted(name))
                + line("date", quoted(date.toString()))
                + line("checksPassed", Integer.toString(checksPassed))
                + line("rightAtFirstTry", Integer.toString(rightAtFirstTry))
                + line("experiments", Integer.toString(experiments))
                + line("predictions", Integer.toString(predictions))
                + line("predictionsHeld", Integer.toString(predictionsHeld))
                + line("key", quoted(key));
    }

    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String key, String value) {
        return "  \"" + key + "\": " + value + ",\n";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
