package darkroom.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run of the command line as a process of its own.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it printed as errors
 */
record Command(int status, String out, String err) {

    private static final long PATIENCE_SECONDS = 120;

    /** Starts a command without waiting for its end. */
    static Process start(Path folder, Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Ddarkroom.home=" + home,
                "-Ddarkroom.cache=" + System.getProperty("darkroom.cache", folder.toString()),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectOutput(folder.resolve("out.txt").toFile());
        builder.redirectError(folder.resolve("err.txt").toFile());
        return builder.start();
    }

    /** Runs a command to its end. */
    static Command run(Path folder, Path home, String... arguments) throws IOException, InterruptedException {
        Process process = start(folder, home, arguments);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("darkroom " + String.join(" ", arguments) + " did not end.");
        }
        return new Command(process.exitValue(), text(folder.resolve("out.txt")), text(folder.resolve("err.txt")));
    }

    private static String text(Path file) throws IOException {
        return new String(java.nio.file.Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
