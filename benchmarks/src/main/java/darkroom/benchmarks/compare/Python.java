package darkroom.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Python that the peers run in.
 *
 * @param path the interpreter
 * @param scripts the folder of {@code requirements.txt} and of what it runs
 */
record Python(Path path, Path scripts) {

    /** The one in a folder, made there with all that the peers need when there is none. */
    static Python in(Path folder, Path scripts) throws IOException, InterruptedException {
        Path path = folder.resolve("bin/python"), whole = folder.resolve("made-of.txt");
        Path requirements = scripts.resolve("requirements.txt");
        String asked = Files.readString(requirements);
        if (!Files.exists(whole) || !Files.readString(whole).equals(asked)) {
            System.err.println("Making a Python environment with the peers in " + folder
                    + ", once; it takes minutes and up to 6 GB ...");
            run(List.of("python3", "-m", "venv", "--clear", folder.toString()));
            List<String> install =
                    List.of(path.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check");
            run(with(install, "--requirement", requirements.toString()));
            Files.writeString(whole, asked);
        }
        return new Python(path, scripts);
    }

    /** The command that runs one of the scripts. */
    List<String> command(String script, String... arguments) {
        return with(List.of(path.toString(), scripts.resolve(script).toString()), arguments);
    }

    /**
     * The versions of the peers.
     *
     * @throws IOException when one is missing, saying which
     */
    String versions() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command("versions.py"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(path + " lacks what benchmarks/peers/requirements.txt lists: "
                    + printed.substring(printed.lastIndexOf('\n') + 1) + ".");
        }
        return printed;
    }

    private static List<String> with(List<String> command, String... arguments) {
        return Stream.concat(command.stream(), Stream.of(arguments)).toList();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(
                    "The Python environment could not be made: \"" + String.join(" ", command) + "\" failed.");
        }
    }
}
