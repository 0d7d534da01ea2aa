package darkroom.lesson.progress;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The database: H2 in a folder or in memory, or a PostgreSQL. It opens when it is told to, or first asked, while others go
 * on; whoever asks waits until it is open. What {@link #write} returned from is on the disk.
 */
public final class Store implements AutoCloseable {

    private static final String FILE = "progress";
    /** Standard SQL as PostgreSQL has it; commits are written at once, and closing is ours. */
    private static final String H2 =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;LOCK_TIMEOUT=5000;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE";

    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int CONNECTIONS = 4;
    private static final int PATIENCE = 5_000;

    /** Open connections, and what runs statements on them. */
    private record Open(HikariDataSource pool, Jdbi jdbi) {}

    private final boolean onDisk;
    private final @Nullable FileChannel lock;
    private final String url;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Open> opened = new CompletableFuture<>();

    private Store(String url, boolean onDisk, @Nullable FileChannel lock) {
        this.url = url;
        this.onDisk = onDisk;
        this.lock = lock;
    }

    /**
     * A database in a folder, which is made when there is none.
     *
     * @throws IllegalArgumentException when the folder cannot be written to or another lesson holds it
     */
    public static Store in(Path folder) {
        return new Store("jdbc:h2:file:" + folder.resolve(FILE).toAbsolutePath() + H2, true, locked(folder));
    }

    /** A database that is gone when it is closed. */
    public static Store inMemory() {
        return new Store("jdbc:h2:mem:" + UUID.randomUUID() + H2, false, null);
    }

    /**
     * A PostgreSQL database.
     *
     * @param url such as {@code jdbc:postgresql://host/name?user=...&password=...}
     * @throws IllegalArgumentException when it names no PostgreSQL
     */
    public static Store at(String url) {
        if (!url.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException(
                    "A database is named as in jdbc:postgresql://host:5432/name?user=...&password=...");
        }
        return new Store(url, false, null);
    }

    private static FileChannel locked(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve(FILE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (holds(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Progress cannot be kept in the folder " + folder + ": it cannot be made or written to.", e);
        }
        throw new IllegalArgumentException("Another lesson keeps progress in the folder " + folder + " already.");
    }

    private static boolean holds(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Open open(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        if (!url.startsWith(POSTGRESQL)) {
            config.setUsername("sa");
            config.setPassword("");
        }
        config.setPoolName("progress");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:lesson/migrations")
                    .load()
                    .migrate();
            return new Open(pool, Jdbi.create(pool));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Begins to open the database; whoever asks it later waits less. */
    public void begin() {
        if (begun.compareAndSet(false, true)) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            opened.complete(open(url));
                        } catch (RuntimeException | LinkageError e) {
                            opened.completeExceptionally(e);
                        }
                    },
                    "open the database");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Waits until the database is open.
     *
     * @throws NotKept when it cannot be opened
     */
    public void await() {
        open();
    }

    private Jdbi open() {
        begin();
        try {
            return opened.join().jdbi();
        } catch (CompletionException e) {
            throw new NotKept("The database for progress does not open: " + reason(e), e);
        }
    }

    /** What the database said, in its first line. */
    private static String reason(Throwable e) {
        Throwable said = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            said = cause;
            if (cause instanceof SQLException) {
                break;
            }
        }
        return String.valueOf(said.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * What a body finds, in one transaction.
     *
     * @throws NotKept when the database fails
     */
    <R> R read(HandleCallback<R, RuntimeException> body) {
        Jdbi jdbi = open();
        try {
            return jdbi.inTransaction(body);
        } catch (JdbiException e) {
            throw new NotKept("The database for progress fails: " + reason(e), e);
        }
    }

    /**
     * Makes a body's changes, all or none; they last once this returns.
     *
     * @throws NotKept when the database fails
     */
    <R> R write(HandleCallback<R, RuntimeException> body) {
        R result = read(body);
        if (onDisk) {
            // A commit has reached the file; this makes the file reach the disk.
            read(handle -> handle.execute("CHECKPOINT SYNC"));
        }
        return result;
    }

    /** Closes the database; may happen twice. */
    @Override
    public void close() {
        if (begun.compareAndSet(false, true)) {
            opened.completeExceptionally(new IllegalStateException("it is closed"));
        }
        Open open = opened.exceptionally(e -> null).join();
        if (open != null) {
            open.pool().close();
        }
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
