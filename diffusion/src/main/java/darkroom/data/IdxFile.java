package darkroom.data;

import darkroom.io.InputFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * An open IDX file of unsigned bytes, gzipped or not, whose header agrees with its length: two bytes 0, the type (8), the
 * number of dimensions, each dimension in four bytes, the highest first, and the values (LeCun, Cortes and Burges 1998).
 */
final class IdxFile implements AutoCloseable {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final long MOST_BYTES = Integer.MAX_VALUE;
    /** No gzip file is smaller than its content by a larger factor. */
    private static final long MOST_PACKED = 1032;

    private final Path file;
    private final DataInputStream in;
    final int[] dimensions;

    private IdxFile(Path file, InputStream content, int dimensions) throws IOException {
        this.file = file;
        in = new DataInputStream(content);
        this.dimensions = new int[dimensions];
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws IllegalArgumentException when it is no IDX file of so many dimensions, or shorter or longer than they say
     */
    static IdxFile open(Path file, int dimensions) throws IOException {
        InputFile.require(file);
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            raw.mark(2);
            boolean packed = raw.read() == 0x1F && raw.read() == 0x8B;
            raw.reset();
            IdxFile idx = new IdxFile(file, packed ? unpacked(file, raw) : raw, dimensions);
            idx.readHeader(packed);
            return idx;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static InputStream unpacked(Path file, InputStream raw) throws IOException {
        try {
            return new GZIPInputStream(raw, 1 << 16);
        } catch (ZipException | EOFException e) {
            throw refused(file, "its gzip header is broken", e);
        }
    }

    private void readHeader(boolean packed) throws IOException {
        int magic = wholeNumber();
        if (magic != (UNSIGNED_BYTES << 8 | dimensions.length)) {
            throw refused(
                    file,
                    String.format(
                                    Locale.ROOT,
                                    "it begins with 0x%08x, not with 0x%08x as one of %d-dimensional bytes does",
                                    magic,
                                    UNSIGNED_BYTES << 8 | dimensions.length,
                                    dimensions.length)
                            + InputFile.instead(file),
                    null);
        }
        long bytes = 1;
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = wholeNumber();
            bytes *= Math.max(0, dimensions[i]);
            if (dimensions[i] < 1 || bytes > MOST_BYTES) {
                throw refused(file, "its dimensions are 0 or too large: " + Arrays.toString(dimensions), null);
            }
        }
        bytes += 4 + 4L * dimensions.length;
        long size = Files.size(file);
        boolean agrees = packed ? bytes == lastFourBytes() && bytes / MOST_PACKED <= size : bytes == size;
        if (!agrees) {
            throw refused(
                    file,
                    "its header promises " + bytes + " bytes, "
                            + (packed ? "its gzip trailer says " + lastFourBytes() : "it has " + size),
                    null);
        }
    }

    /** The length of a gzip file's content, as it says itself, modulo 2^32. */
    private long lastFourBytes() throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer end = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(end, Math.max(0, channel.size() - 4));
            return Integer.toUnsignedLong(end.getInt(0));
        }
    }

    private int wholeNumber() throws IOException {
        return ByteBuffer.wrap(next(4)).getInt();
    }

    /** The next bytes of the content. */
    byte[] next(int count) throws IOException {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length == count) {
                return bytes;
            }
        } catch (ZipException | EOFException e) {
            throw refused(file, "its compressed content is broken", e);
        }
        throw refused(file, "it is cut off", null);
    }

    /** Checks that nothing is left. */
    void end() throws IOException {
        try {
            if (in.read() < 0) {
                return;
            }
        } catch (ZipException | EOFException e) {
            throw refused(file, "its compressed content is broken", e);
        }
        throw refused(file, "it goes on after its last value", null);
    }

    private static IllegalArgumentException refused(Path file, String reason, @Nullable Exception cause) {
        return new IllegalArgumentException(file + " is not a sound IDX file: " + reason + ".", cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
