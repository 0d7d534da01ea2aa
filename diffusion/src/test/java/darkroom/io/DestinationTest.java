package darkroom.io;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a result can be written and where not, before there is one. */
class DestinationTest {

    @TempDir
    Path folder;

    @Test
    void whatCanBeWrittenPassesAndLeavesNothing() throws IOException {
        Files.writeString(folder.resolve("old.png"), "old");
        for (String name : List.of("new.png", "old.png", "not/yet/there.png")) {
            assertDoesNotThrow(() -> Destination.requireFile(folder.resolve(name)), name);
        }
        Destination.requireFolder(folder.resolve("not/yet"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("old.png")), files.toList());
        }
    }

    @Test
    void foldersAndWhatLiesBelowFilesAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused("is a folder", () -> Destination.requireFile(folder));
        assertRefused("is a file", () -> Destination.requireFile(file.resolve("a.png")));
        assertRefused("is a file", () -> Destination.requireFolder(file));
    }

    /** Where nobody may write, not even root. */
    @Test
    void aFolderThatTakesNoFilesIsRefused() {
        Path system = Path.of("/proc");
        assumeTrue(Files.isDirectory(system));
        assertRefused("cannot be written", () -> Destination.requireFile(system.resolve("a.png")));
        assertRefused("cannot be written", () -> Destination.requireFolder(system.resolve("a/b")));
    }

    private static void assertRefused(String hint, Runnable body) {
        String sentence =
                assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(sentence.contains(hint) && sentence.endsWith("."), sentence);
    }
}
