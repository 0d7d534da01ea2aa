package darkroom.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, since that is whom a lock keeps apart. */
class ProcessLockTest {

    @TempDir
    Path folder;

    /** Tries to take a lock, says whether it did, and holds it until it is killed or its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            System.out.write(ProcessLock.tryTake(Path.of(arguments[0])).isPresent() ? 'y' : 'n');
            System.out.flush();
            System.in.read();
        }
    }

    private Path file() {
        return folder.resolve("new/lock");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static char answer(Process process) throws IOException {
        return (char) process.getInputStream().read();
    }

    @Test
    void aKilledProcessGivesItsLockBack() throws Exception {
        Process holder = start();
        assertEquals('y', answer(holder));
        assertTrue(ProcessLock.tryTake(file()).isEmpty(), "another process holds it");
        holder.destroyForcibly().waitFor();
        ProcessLock.tryTake(file()).orElseThrow().close();
    }

    /** A second attempt in one process would give up the first one's lock, were the file opened for it. */
    @Test
    void aSecondAttemptInTheSameProcessChangesNothing() throws Exception {
        try (ProcessLock held = ProcessLock.tryTake(file()).orElseThrow()) {
            assertTrue(ProcessLock.tryTake(folder.resolve("new/../new/lock")).isEmpty(), "it is held");
            Process other = start();
            assertEquals('n', answer(other));
            other.destroyForcibly().waitFor();
        }
        Process other = start();
        assertEquals('y', answer(other));
        other.destroyForcibly().waitFor();
    }
}
