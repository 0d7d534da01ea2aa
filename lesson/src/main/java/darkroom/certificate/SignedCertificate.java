package darkroom.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its signature, as a file and as the short code of a link.
 *
 * <p>The file is the certificate's canonical form and two lines more: {@code   "signature": "..."} with the 64 bytes of
 * the Ed25519 signature (RFC 8032) in base64url without padding (RFC 4648, section 5), and the closing brace. It is JSON,
 * and only this one way of writing it is taken: what is reordered, repeated, spaced otherwise or escaped otherwise does
 * not verify. Line ends may be CR LF, and the last may be missing.
 *
 * <p>The code is base64url without padding of: 1 byte, the format's number 1; 3 bytes, the day since 1970-01-01; 2 bytes
 * for each of the five counts; 10 bytes, the key's fingerprint; 64 bytes, the signature; the rest, the name in UTF-8. All
 * numbers have their highest byte first. What is signed is the canonical form that these values have.
 *
 * @param certificate what is signed
 * @param signature 64 bytes
 */
public record SignedCertificate(Certificate certificate, byte[] signature) {

    /** Bytes of the largest file that is looked at. */
    public static final int LARGEST = 4096;

    private static final int HEAD = 1 + 3 + 5 * 2 + VerifyingKey.FINGERPRINT_BYTES + VerifyingKey.SIGNATURE_BYTES;
    private static final String COUNT = "(0|[1-9][0-9]{0,3})";
    private static final Pattern FILE = Pattern.compile("\\{\n"
            + "  \"format\": \"" + Certificate.FORMAT + "\",\n"
            + "  \"name\": \"((?:[^\"\\\\\n]|\\\\[\"\\\\]){1,400})\",\n"
            + "  \"date\": \"([0-9]{4}-[0-9]{2}-[0-9]{2})\",\n"
            + "  \"checksPassed\": " + COUNT + ",\n"
            + "  \"rightAtFirstTry\": " + COUNT + ",\n"
            + "  \"experiments\": " + COUNT + ",\n"
            + "  \"predictions\": " + COUNT + ",\n"
            + "  \"predictionsHeld\": " + COUNT + ",\n"
            + "  \"key\": \"(" + VerifyingKey.FINGERPRINT + ")\",\n"
            + "  \"signature\": \"([A-Za-z0-9_-]{86})\"\n"
            + "\\}\n?");

    public SignedCertificate {
        if (signature.length != VerifyingKey.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("A signature has 64 bytes, not " + signature.length + ".");
        }
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** The file. */
    public String file() {
        return certificate.text() + "  \"signature\": \"" + base64(signature) + "\"\n}\n";
    }

    /** The code for a link, of letters, digits, hyphens and underscores. */
    public String code() {
        byte[] name = certificate.name().getBytes(StandardCharsets.UTF_8);
        int day = (int) certificate.date().toEpochDay();
        return base64(ByteBuffer.allocate(HEAD + name.length)
                .put((byte) 1)
                .put((byte) (day >> 16))
                .putShort((short) day)
                .putShort((short) certificate.checksPassed())
                .putShort((short) certificate.rightAtFirstTry())
                .putShort((short) certificate.experiments())
                .putShort((short) certificate.predictions())
                .putShort((short) certificate.predictionsHeld())
                .put(java.util.HexFormat.of().parseHex(certificate.key()))
                .put(signature)
                .put(name)
                .array());
    }

    /**
     * Reads a file's bytes, which does not say that the signature holds.
     *
     * @throws NotGenuine when these are not the bytes of a certificate
     */
    public static SignedCertificate ofFile(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new NotGenuine("This is too large for a certificate, which has less than " + LARGEST + " bytes.");
        }
        String text = decoded(bytes).replace("\r\n", "\n");
        Matcher found = FILE.matcher(text);
        if (!found.matches()) {
            throw new NotGenuine(
                    text.contains("darkroom-certificate-")
                            ? "This is not a certificate as a lesson writes it: something in it was changed, or is missing."
                            : "This is not a certificate of a Darkroom lesson.");
        }
        return of(
                found.group(1).replaceAll("\\\\([\"\\\\])", "$1"),
                () -> LocalDate.parse(found.group(2)),
                new int[] {number(found, 3), number(found, 4), number(found, 5), number(found, 6), number(found, 7)},
                found.group(8),
                bytes(found.group(9)));
    }

    /**
     * Reads the code of a link, which does not say that the signature holds.
     *
     * @throws NotGenuine when this is not the code of a certificate
     */
    public static SignedCertificate ofCode(String code) {
        if (code.length() > LARGEST || !code.matches("[A-Za-z0-9_-]+")) {
            throw notACode();
        }
        byte[] all = bytes(code);
        if (all.length <= HEAD || all[0] != 1) {
            throw notACode();
        }
        ByteBuffer in = ByteBuffer.wrap(all, 1, all.length - 1);
        long day = (in.get() & 0xFFL) << 16 | in.getShort() & 0xFFFFL;
        int[] counts = new int[5];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.getShort() & 0xFFFF;
        }
        byte[] key = new byte[VerifyingKey.FINGERPRINT_BYTES];
        byte[] signature = new byte[VerifyingKey.SIGNATURE_BYTES];
        byte[] name = new byte[all.length - HEAD];
        in.get(key).get(signature).get(name);
        return of(
                decoded(name),
                () -> LocalDate.ofEpochDay(day),
                counts,
                java.util.HexFormat.of().formatHex(key),
                signature);
    }

    private static SignedCertificate of(
            String name, java.util.function.Supplier<LocalDate> date, int[] counts, String key, byte[] signature) {
        try {
            return new SignedCertificate(
                    new Certificate(name, date.get(), counts[0], counts[1], counts[2], counts[3], counts[4], key),
                    signature);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new NotGenuine("No lesson writes such a certificate: something in it was changed.");
        }
    }

    private static NotGenuine notACode() {
        return new NotGenuine("This link does not carry a whole certificate: part of it is missing or was changed.");
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotGenuine("This is not a certificate of a Darkroom lesson: it is not text in UTF-8.");
        }
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes of base64url; what another text stands for as well is refused, so that no letter can be changed. */
    private static byte[] bytes(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (base64(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Cut off within a byte: the same sentence.
        }
        throw new NotGenuine("The certificate's signature or link was changed, or part of it is missing.");
    }
}
