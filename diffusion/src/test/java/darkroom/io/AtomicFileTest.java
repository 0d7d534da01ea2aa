package darkroom.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile.write(file, "old");
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the disk is full");
                }));
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void foldersAreMadeAndFilesReplaced() throws IOException {
        Path file = folder.resolve("a/b/file");
        AtomicFile.write(file, "one");
        AtomicFile.write(file, "two");
        assertEquals("two", Files.readString(file));
    }

    private Path left(String name, long process) throws IOException {
        return Files.writeString(folder.resolve("." + name + ".1f." + process + ".tmp"), "half");
    }

    @Test
    void whatKilledProcessesLeftIsRemovedAndNothingElse() throws Exception {
        Process running = new ProcessBuilder("sleep", "60").start(), killed = new ProcessBuilder("sleep", "60").start();
        killed.destroyForcibly().waitFor();
        left("state", killed.pid());
        left("state", ProcessHandle.current().pid());
        Path another = Files.writeString(folder.resolve(".notes.1f.tmp"), "not ours");
        Path being = left("weights", running.pid());
        try {
            AtomicFile.write(folder.resolve("file"), out -> {
                AtomicFile.removeLeftovers(folder);
                out.write(1);
            });
        } finally {
            running.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(another, being, folder.resolve("file")),
                    files.sorted().toList());
        }
    }
}
