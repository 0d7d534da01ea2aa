package darkroom.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Finds out before a long computation whether its result can be written; leaves nothing behind. */
public final class Destination {

    private static final int PROBE_BYTES = 1 << 16;

    private Destination() {}

    /**
     * Refuses a file that could not be written.
     *
     * @throws IllegalArgumentException when it is a folder, or nothing can be written where it would lie
     */
    public static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder: name a file to write to.");
        }
        requireFolder(file.toAbsolutePath().normalize().getParent(), file);
    }

    /**
     * Refuses a folder in which nothing could be written; it may be one that is not there yet.
     *
     * @throws IllegalArgumentException when it is a file, or nothing can be written in it
     */
    public static void requireFolder(Path folder) {
        requireFolder(folder.toAbsolutePath().normalize(), folder);
    }

    private static void requireFolder(@Nullable Path folder, Path wanted) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there)) {
            throw new IllegalArgumentException(wanted + " cannot be written: " + there + " is a file, not a folder.");
        }
        try {
            probe(there);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    wanted + " cannot be written: " + reason(e) + " in the folder " + there + ".", e);
        }
    }

    private static void probe(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".darkroom", ".tmp");
        try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Why a file could not be written, in a few words. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "writing is not allowed";
        }
        String said = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return said == null ? "nothing can be made" : "the system says '" + said + "'";
    }
}
