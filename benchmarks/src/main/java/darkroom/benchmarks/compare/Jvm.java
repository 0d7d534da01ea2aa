package darkroom.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the other measuring programs, each in a virtual machine of its own. */
record Jvm(int threads) {

    /** The lines that a program prints. */
    List<String> run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Ddarkroom.threads=" + threads,
                "-cp",
                System.getProperty("java.class.path"),
                "darkroom.benchmarks." + program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            List<String> printed = lines.lines().toList();
            if (process.waitFor() != 0) {
                throw new IOException(program + " failed with " + process.exitValue() + ".");
            }
            return printed;
        }
    }
}
