package darkroom.lesson.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Set;
import org.flywaydb.core.Flyway;
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
    void progressOfTheFirstEditionOpens() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("progress").toAbsolutePath()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations("classpath:lesson/migrations")
                .target("1")
                .load()
                .migrate();
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("a secret".getBytes(StandardCharsets.UTF_8)));
        try (Connection database = DriverManager.getConnection(url, "sa", "");
                Statement statement = database.createStatement()) {
            statement.execute("INSERT INTO learner (hash, since) VALUES ('" + hash + "', 1)");
            statement.execute(
                    "INSERT INTO prediction (learner, part, name, question, guess, found, holds, ticket, made)"
                            + " VALUES (1, 4, 'jumps', 'What?', 'a blur', 'the mean', TRUE, 'ticket-1', 2)");
            statement.execute("INSERT INTO visit (learner, part, lab, made) VALUES (1, 4, TRUE, 2)");
        }
        try (Store store = Store.in(folder)) {
            Progress progress = new Progress(store, Set.of(1), Set.of(4));
            Learner learner = progress.learner("a secret").orElseThrow();
            assertEquals("the mean", progress.of(learner).predictions().get(0).found());
            assertEquals(Set.of(4), progress.of(learner).labs().keySet());
            Guess next = new Guess("ticket-2", learner, 4, "unet", "Which?", "the skip");
            progress.guessed(next);
            assertTrue(progress.settle(next, "the wrong t", false, Set.of(), 1));
            assertEquals(2, progress.of(learner).predictions().size());
        }
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
