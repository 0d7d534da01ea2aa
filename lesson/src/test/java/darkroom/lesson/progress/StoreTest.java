package darkroom.lesson.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where progress cannot be kept, one sentence says so. */
class StoreTest {

    @TempDir
    Path folder;

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        String said = assertThrows(IllegalArgumentException.class, () -> Store.in(file))
                .getMessage();
        assertTrue(said.contains(file.toString()), said);
    }

    @Test
    void twoLessonsDoNotShareAFolder() {
        try (Store first = Store.in(folder)) {
            String said = assertThrows(IllegalArgumentException.class, () -> Store.in(folder))
                    .getMessage();
            assertTrue(said.contains("Another lesson"), said);
            first.await();
        }
        try (Store after = Store.in(folder)) {
            after.await();
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldInOneLine() {
        try (Store store = Store.at("jdbc:postgresql://127.0.0.1:1/nothing?user=a&password=hidden")) {
            String said = assertThrows(NotKept.class, store::await).getMessage();
            assertTrue(said.contains("127.0.0.1:1 refused"), said);
            assertEquals(1, said.lines().count());
            assertTrue(!said.contains("hidden"), said);
        }
        assertThrows(IllegalArgumentException.class, () -> Store.at("jdbc:mysql://127.0.0.1/x"));
    }

    @Test
    void aBrokenFileIsTold() throws Exception {
        Files.write(folder.resolve("progress.mv.db"), new byte[] {1, 2, 3});
        try (Store store = Store.in(folder)) {
            assertThrows(NotKept.class, () -> new Progress(store, Set.of(1), Set.of(1)).learner("x"));
        }
    }

    @Test
    void closingTwiceAndBeforeOpeningIsHarmless() {
        Store store = Store.in(folder);
        store.close();
        store.close();
        assertThrows(NotKept.class, store::await);
    }
}
