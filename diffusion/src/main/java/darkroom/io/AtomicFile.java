package darkroom.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes files to a temporary name and moves them: a file is the old one or the new one whenever the process is killed.
 */
public final class AtomicFile {

    /** What writes a file's content. */
    @FunctionalInterface
    public interface Content {

        /** Writes all of the content; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** What {@link #temporary} makes: a dot, the file's name, a number and the process that writes it. */
    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]{1,16}\\.(\\d{1,18})\\.tmp");

    private static final Set<Path> BEING_WRITTEN = ConcurrentHashMap.newKeySet();

    private AtomicFile() {}

    /**
     * Writes a file, on the disk when this returns; makes the folders it lies in.
     *
     * @throws IOException when it cannot be written; then a file that was there before is untouched
     */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, new FileAttribute<?>[0]);
    }

    private static void write(Path file, Content content, FileAttribute<?>... attributes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("No file can be written at " + file + ": it is the root folder.");
        }
        Files.createDirectories(folder);
        Path temporary = temporary(folder, file);
        BEING_WRITTEN.add(temporary);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attributes)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
            BEING_WRITTEN.remove(temporary);
        }
    }

    private static Path temporary(Path folder, Path file) {
        String unique = Long.toHexString(System.nanoTime()) + "."
                + ProcessHandle.current().pid();
        return folder.resolve("." + file.getFileName() + "." + unique + ".tmp");
    }

    /**
     * Removes what killed processes left in a folder of files that they were writing. What a running process may still be
     * writing stays.
     */
    public static void removeLeftovers(Path folder) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.list(folder.toAbsolutePath())) {
            leftovers = files.filter(AtomicFile::isLeftover).toList();
        }
        for (Path leftover : leftovers) {
            Files.deleteIfExists(leftover);
        }
    }

    private static boolean isLeftover(Path file) {
        Matcher name = TEMPORARY.matcher(String.valueOf(file.getFileName()));
        if (!name.matches() || BEING_WRITTEN.contains(file)) {
            return false;
        }
        // In containers, the process before this one often had the same number.
        long process = Long.parseLong(name.group(1));
        return process == ProcessHandle.current().pid()
                || ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** Writes a text in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes a text in UTF-8 that only the file's owner may read, where the file system knows owners. */
    public static void writePrivate(Path file, String text) throws IOException {
        boolean owners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = owners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)), attributes);
    }
}
