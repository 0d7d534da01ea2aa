package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A teacher's text by command: written out, never over anything, and refused in sentences where it is not sound. */
class LessonTextTest {

    @TempDir
    Path folder;

    @Test
    void textIsWrittenOutAndItsMistakesAreTold() throws Exception {
        Command written = Command.run(folder, folder, "lesson", "--write-lesson", "mine");
        assertEquals(0, written.status(), written.err());
        Path part = folder.resolve("mine/parts/2-forward.md");
        assertTrue(Files.readString(part).startsWith("---\npart: 2\n"));
        Command again = Command.run(folder, folder, "lesson", "--write-lesson", "mine");
        assertEquals(1, again.status());
        assertTrue(again.err().contains("not empty"), again.err());

        Files.writeString(part, Files.readString(part).replace("part: 2", "part: 3") + "\n<foo-lab></foo-lab>\n");
        Files.createDirectories(folder.resolve("models"));
        Command refused =
                Command.run(folder, folder, "lesson", "--lesson", "mine", "--port", "0", "--no-open", "--data", "kept");
        assertEquals(1, refused.status(), refused.err());
        assertTrue(refused.err().contains("line 2: part 3 is that of"), refused.err());
        assertTrue(refused.err().contains("there is no experiment <foo-lab>."), refused.err());
        assertEquals(2, refused.err().lines().count(), refused.err());
        assertFalse(refused.err().contains("\tat "), refused.err());
    }
}
