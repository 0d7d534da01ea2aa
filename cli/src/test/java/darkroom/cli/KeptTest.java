package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result whose place has become unwritable while it was computed. */
class KeptTest {

    @TempDir
    Path folder;

    @Test
    void isKeptElsewhereAndTheSentenceSaysWhere() throws IOException {
        Path lost = folder.resolve("gone/picture.png");
        String sentence = assertThrows(
                        IllegalStateException.class, () -> Kept.write(lost, path -> Files.writeString(path, "light")))
                .getMessage();
        assertTrue(sentence.startsWith(lost + " could not be written"), sentence);
        Path kept = Path.of(sentence.substring(sentence.lastIndexOf(" in ") + 4, sentence.length() - 1));
        assertEquals("light", Files.readString(kept));
        Files.delete(kept);
        Files.delete(kept.getParent());
    }

    @Test
    void whatCannotBeWrittenAnywhereIsAFailure() {
        assertThrows(
                IOException.class,
                () -> Kept.write(folder.resolve("a"), path -> {
                    throw new NoSuchFileException(path.toString());
                }));
    }
}
