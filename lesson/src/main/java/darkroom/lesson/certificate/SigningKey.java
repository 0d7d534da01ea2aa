package darkroom.lesson.certificate;

import darkroom.io.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** The key pair with which a lesson signs certificates (Ed25519, RFC 8032). It is made once and kept in a file. */
public final class SigningKey {

    /** The file's name within the lesson's data folder. */
    public static final String FILE = "certificate-key.pem";

    private static final String TITLE = "PRIVATE KEY";

    private final PrivateKey secret;
    private final VerifyingKey open;

    private SigningKey(PrivateKey secret, VerifyingKey open) {
        this.secret = secret;
        this.open = open;
    }

    /**
     * The key of a data folder, made and written when there is none: a PEM file with the private and the public key, for
     * its owner's eyes only. A file that is there is never written over.
     *
     * @throws IOException when the file cannot be read or written
     * @throws IllegalStateException when the file holds no usable pair of keys
     */
    public static synchronized SigningKey in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            // Two lessons that start at once on one folder agree on one key.
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(FILE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(file)) {
                    AtomicFile.writePrivate(file, made());
                }
            }
        }
        try {
            return of(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            throw new IllegalStateException(
                    "The key of the certificates, " + file + ", cannot be used: put the file back as it was, or move it"
                            + " away for a new key, under which the certificates so far no longer verify.",
                    e);
        }
    }

    /** A new key that nothing keeps: what it signs verifies for as long as it lives. */
    public static SigningKey passing() {
        return of(made());
    }

    private static String made() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM).generateKeyPair();
            return Pem.text(TITLE, pair.getPrivate().getEncoded()) + new VerifyingKey(pair.getPublic()).pem();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey of(String pem) {
        try {
            PrivateKey secret = KeyFactory.getInstance(VerifyingKey.ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.block(TITLE, pem)));
            SigningKey key = new SigningKey(secret, VerifyingKey.of(pem));
            byte[] trial = {1, 2, 3};
            if (key.open.signs(trial, key.signature(trial))) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalArgumentException("The two keys are no pair.");
    }

    /** The public half. */
    public VerifyingKey open() {
        return open;
    }

    /**
     * Signs a certificate.
     *
     * @throws IllegalArgumentException when the certificate names another key
     */
    public SignedCertificate sign(Certificate certificate) {
        if (!certificate.key().equals(open.fingerprint())) {
            throw new IllegalArgumentException("The certificate names another key than the one that is to sign it.");
        }
        return new SignedCertificate(certificate, signature(certificate.bytes()));
    }

    private byte[] signature(byte[] bytes) {
        try {
            Signature signer = Signature.getInstance(VerifyingKey.ALGORITHM);
            signer.initSign(secret);
            signer.update(bytes);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
