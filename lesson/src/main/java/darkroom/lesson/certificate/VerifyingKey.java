package darkroom.lesson.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A lesson's public key (Ed25519, RFC 8032), with which anyone verifies what the lesson issued. */
public final class VerifyingKey {

    static final int FINGERPRINT_BYTES = 10;
    static final int SIGNATURE_BYTES = 64;
    static final String FINGERPRINT = "[0-9a-f]{20}";
    static final String ALGORITHM = "Ed25519";

    private static final String TITLE = "PUBLIC KEY";

    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * The key in a PEM file (RFC 7468); of a file with several blocks the public key is taken.
     *
     * @throws IllegalArgumentException when there is none in it
     */
    public static VerifyingKey of(String pem) {
        try {
            return new VerifyingKey(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(Pem.block(TITLE, pem))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The public key is not an Ed25519 key.", e);
        }
    }

    /** The key as a PEM file. */
    public String pem() {
        return Pem.text(TITLE, key.getEncoded());
    }

    /** The first 10 bytes of the SHA-256 of the key's X.509 encoding, as 20 hexadecimal digits. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A fingerprint in groups of four, to be read by people. */
    public static String inGroups(String fingerprint) {
        return fingerprint.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /**
     * Returns if this key signed the certificate and nothing in it was changed since.
     *
     * @throws NotGenuine saying why it does not verify
     */
    public void verify(SignedCertificate signed) {
        String named = signed.certificate().key();
        if (!named.equals(fingerprint())) {
            throw new NotGenuine("It names the key " + inGroups(named) + ", and this is the key "
                    + inGroups(fingerprint())
                    + ": another lesson issued it, this lesson's key was replaced since, or it was changed.");
        }
        if (!signs(signed.certificate().bytes(), signed.signature())) {
            throw new NotGenuine("The signature does not fit: something in the certificate was changed.");
        }
    }

    boolean signs(byte[] bytes, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // These bytes are no signature at all.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
