package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.certificate.Certificate;
import darkroom.lesson.certificate.Edition;
import darkroom.lesson.certificate.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom verify} as a process. */
class VerifyTest {

    @TempDir
    Path folder;

    private String genuine;

    @BeforeEach
    void issue() throws Exception {
        SigningKey key = SigningKey.in(folder.resolve("data"));
        genuine = key.sign(new Certificate(
                        Edition.SECOND,
                        "\u5f20\u4f1f M\u00fcller",
                        LocalDate.of(2026, 11, 24),
                        7,
                        5,
                        8,
                        9,
                        3,
                        key.open().fingerprint()))
                .file();
        Files.writeString(folder.resolve("certificate.json"), genuine);
        Files.writeString(folder.resolve("key.pem"), key.open().pem());
    }

    private Command verify(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "verify";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Command.run(folder, folder, all);
    }

    @Test
    void aGenuineCertificateVerifiesUnderThePublicKey() throws Exception {
        Command run = verify("certificate.json", "--key", "key.pem");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("Genuine"), run.out());
        assertTrue(run.out().contains("\u5f20\u4f1f M\u00fcller"), run.out());
        assertTrue(run.out().contains("7 passed, 5 at the first try"), run.out());
        assertEquals("", run.err());
        assertEquals(run, verify("certificate.json"), "the project's own key is taken where none is named");
    }

    @Test
    void aChangedLetterAndAnotherKeyFailInOneSentence() throws Exception {
        Files.writeString(folder.resolve("forged.json"), genuine.replace("M\u00fcller", "M\u00fcllar"));
        assertFails(verify("forged.json", "--key", "key.pem"), "changed");
        Files.writeString(
                folder.resolve("other.pem"),
                SigningKey.in(folder.resolve("other")).open().pem());
        assertFails(verify("certificate.json", "--key", "other.pem"), "another lesson issued it");
        Files.write(folder.resolve("large.json"), new byte[1 << 20]);
        assertFails(verify("large.json", "--key", "key.pem"), "too large");
    }

    private static void assertFails(Command run, String why) {
        assertEquals(1, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains(why), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void badUsageIsToldApartFromABadCertificate() throws Exception {
        assertEquals(2, verify().status());
        assertEquals(2, verify("nothing.json", "--key", "key.pem").status());
        assertEquals(2, verify("certificate.json", "--key", "nothing.pem").status());
        Files.delete(folder.resolve("data").resolve(SigningKey.FILE));
        Command nothingIssued = verify("certificate.json");
        assertEquals(2, nothingIssued.status());
        assertTrue(nothingIssued.err().contains("name the public key with --key"), nothingIssued.err());
        Command noKey = verify("certificate.json", "--key", "certificate.json");
        assertEquals(2, noKey.status());
        assertTrue(noKey.err().contains("There is no key in it"), noKey.err());
        assertFalse(noKey.err().contains("\tat "), noKey.err());
    }

    @Test
    void helpNamesTheExitCodes() throws Exception {
        Command help = verify("--help");
        assertEquals(0, help.status());
        assertTrue(help.out().contains("the certificate verifies"), help.out());
    }
}
