package darkroom.lesson.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * A certificate with its signature, as a file and as the short code of a link.
 *
 * <p>The file is a JSON object in UTF-8 with the certificate's fields and {@code signature}: the 64 bytes of the Ed25519
 * signature (RFC 8032) in base64url without padding (RFC 4648, section 5). What it says counts, not how it is laid out:
 * the order of its fields, spaces, line ends and escapes are free. A field that is repeated, missing or unknown is refused.
 *
 * <p>The code is base64url without padding of: 1 byte, the number of the {@link Edition}; 3 bytes, the day since
 * 1970-01-01; 2 bytes for each of the five counts; 10 bytes, the key's fingerprint; 64 bytes, the signature; the rest, the
 * name in UTF-8. All numbers have their highest byte first.
 *
 * @param certificate what is signed
 * @param signature 64 bytes
 */
public record SignedCertificate(Certificate certificate, byte[] signature) {

    /** Bytes of the largest file that is looked at. */
    public static final int LARGEST = 4096;

    private static final int HEAD = 1 + 3 + 5 * 2 + VerifyingKey.FINGERPRINT_BYTES + VerifyingKey.SIGNATURE_BYTES;

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
        return "{\n" + certificate.lines() + "  \"signature\": \"" + base64(signature) + "\"\n}\n";
    }

    /** The code for a link, of letters, digits, hyphens and underscores. */
    public String code() {
        byte[] name = certificate.name().getBytes(StandardCharsets.UTF_8);
        int day = (int) certificate.date().toEpochDay();
        return base64(ByteBuffer.allocate(HEAD + name.length)
                .put((byte) certificate.edition().number())
                .put((byte) (day >> 16))
                .putShort((short) day)
                .putShort((short) certificate.checksPassed())
                .putShort((short) certificate.rightAtFirstTry())
                .putShort((short) certificate.experiments())
                .putShort((short) certificate.predictions())
                .putShort((short) certificate.edition().last(certificate.predictions(), certificate.surprises()))
                .put(HexFormat.of().parseHex(certificate.key()))
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
        Fields fields = Fields.of(decoded(bytes));
        Edition edition = fields.edition();
        SignedCertificate read = of(
                edition,
                fields.text("name"),
                () -> LocalDate.parse(fields.text("date")),
                new int[] {
                    fields.count("checksPassed"),
                    fields.count("rightAtFirstTry"),
                    fields.count("experiments"),
                    fields.count("predictions"),
                    fields.count(edition.lastCount())
                },
                fields.text("key"),
                bytes(fields.text("signature")));
        fields.checkAllRead();
        return read;
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
        if (all.length <= HEAD) {
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
                Edition.of(all[0]).orElseThrow(SignedCertificate::notACode),
                decoded(name),
                () -> LocalDate.ofEpochDay(day),
                counts,
                HexFormat.of().formatHex(key),
                signature);
    }

    private static SignedCertificate of(
            Edition edition, String name, Supplier<LocalDate> date, int[] counts, String key, byte[] signature) {
        try {
            int surprises = edition.last(counts[3], counts[4]);
            return new SignedCertificate(
                    new Certificate(
                            edition, name, date.get(), counts[0], counts[1], counts[2], counts[3], surprises, key),
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
