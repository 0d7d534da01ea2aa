package darkroom.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that find the folder of native libraries empty, half filled or damaged. */
class NativesTest {

    private static final int PATIENCE_SECONDS = 180;

    @TempDir
    private Path folder;

    /** What such a process does. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            Scope.run(() ->
                    System.out.println(Tensors.of(new float[] {1, 2}, 2).sum().item_double()));
        }
    }

    @Test
    void aStartThatWasKilledHarmsNoLaterOne() throws Exception {
        for (String library : List.of("openblas", "torch_cpu")) {
            Process killed = start();
            while (killed.isAlive() && files("\\..*" + library + ".*\\.tmp").isEmpty()) {
                Thread.sleep(5);
            }
            killed.destroyForcibly().waitFor();
            assertEquals(1, files("\\..*\\.tmp").size(), library);
        }
        assertStarts();
        assertEquals(List.of(), files("\\..*\\.tmp"));
    }

    @Test
    void firstStartsSideBySideAllSucceed() throws Exception {
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(start());
        }
        for (Process process : all) {
            assertEquals("3.0\n", result(process));
        }
    }

    @Test
    void aFileThatWasCutOffIsMadeAnew() throws Exception {
        assertStarts();
        Path library = files(".*torch_cpu.*").get(0);
        long whole = Files.size(library);
        try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "rw")) {
            file.setLength(whole / 3);
        }
        assertStarts();
        assertEquals(whole, Files.size(library));
    }

    /** A shell's limit on the size of files stands for a disk that is full. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDiskThatIsFullIsSaidInASentence() throws Exception {
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 20000; exec \"$@\"", "sh"));
        limited.addAll(java());
        String said = result(start(limited));
        String cache = folder.toRealPath().toString();
        assertTrue(
                said.matches("(?s).*UnsatisfiedLinkError: Unpacking needs \\d+ MB in \\Q" + cache
                        + "\\E and failed: .+\\.\n.*"),
                said);
        assertEquals(List.of(), files("\\..*\\.tmp"));
    }

    private void assertStarts() throws Exception {
        assertEquals("3.0\n", result(start()));
    }

    private Process start() throws IOException {
        return start(java());
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String result(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the process ends");
        return said;
    }

    private List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.cachedir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Start.class.getName());
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.getFileName().toString().matches(name))
                    .toList();
        } catch (UncheckedIOException e) {
            return List.of(); // something was moved meanwhile
        }
    }
}
