package darkroom.cli;

import darkroom.lesson.certificate.Certificate;
import darkroom.lesson.certificate.SignedCertificate;
import darkroom.lesson.certificate.SigningKey;
import darkroom.lesson.certificate.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies a certificate of the lesson without a network. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Says whether a certificate of the lesson is genuine: issued under this key, and unchanged since.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the certificate verifies", "1:it does not", "2:bad usage, such as a file that is not there"})
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The certificate's file (JSON), as the lesson saved it.")
    private Path file;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = {
                "The public key (PEM) of the lesson that issued it, which that lesson serves at /certificate/key",
                "(default: the key in the folder data of this project)."
            })
    private @Nullable Path key;

    @Override
    public Integer call() {
        byte[] given = read(file);
        VerifyingKey open = Usage.of(spec, this::key);
        SignedCertificate signed = SignedCertificate.ofFile(given);
        open.verify(signed);
        Certificate says = signed.certificate();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "Genuine: issued under the key " + VerifyingKey.inGroups(open.fingerprint()) + " and unchanged since.");
        out.println("name         " + says.name());
        out.println("completed    " + says.date());
        out.println("checks       " + says.checksPassed() + " passed, " + says.rightAtFirstTry() + " at the first try");
        out.println("experiments  " + says.experiments() + " done");
        out.println("predictions  " + says.predictions() + " made; " + says.surprises()
                + (says.surprises() == 1 ? " surprise" : " surprises"));
        return 0;
    }

    private VerifyingKey key() {
        Path own = Home.path().resolve("data").resolve(SigningKey.FILE);
        Usage.check(
                spec,
                key != null || Files.isRegularFile(own),
                "The lesson of this project has issued nothing yet: name the public key with --key.");
        return VerifyingKey.of(new String(read(key == null ? own : key), StandardCharsets.ISO_8859_1));
    }

    /** The beginning of a file, more than any certificate or key has. */
    private byte[] read(Path path) {
        Usage.check(spec, Files.isRegularFile(path), "There is no file " + path + ".");
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(2 * SignedCertificate.LARGEST);
        } catch (IOException e) {
            throw new IllegalArgumentException("The file " + path + " cannot be read.", e);
        }
    }
}
