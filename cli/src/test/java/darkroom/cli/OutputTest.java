package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose output goes to a full disk, or to a program that does not read it. */
@EnabledOnOs(OS.LINUX)
class OutputTest {

    @ParameterizedTest
    @ValueSource(strings = {"models", "schedule linear", "generate-completion", "--version", "sample --help"})
    void aFullDiskIsAFailureWithASentence(String command) throws Exception {
        Result result = run("exec \"$@\" >/dev/full", command);
        assertEquals("darkroom: The output could not be written: No space left on device.\n", result.said);
        assertEquals(1, result.status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "schedule linear", "generate-completion", "--help"})
    void aReaderThatLeavesEndsACommandQuietly(String command) throws Exception {
        Result result = run("{ sleep 0.1; \"$@\"; echo status $? >&2; } | :", command);
        assertEquals("status 141\n", result.said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"models nonsense", "sample nothing"})
    void errorsThatCannotBeWrittenKeepTheirStatus(String command) throws Exception {
        int told = run("exec \"$@\" 2>&1", command).status;
        assertTrue(told != 0);
        assertEquals(told, run("exec \"$@\" 2>/dev/full", command).status);
    }

    private record Result(int status, String said) {}

    private static Result run(String shell, String command) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "sh",
                "-c",
                shell,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddarkroom.home=" + Path.of("..").toRealPath(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        words.addAll(List.of(command.split(" ")));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the command ends");
        return new Result(process.exitValue(), said);
    }
}
