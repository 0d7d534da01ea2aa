package darkroom.picture;

import darkroom.io.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG, without loss. {@link PictureFile} reads them. */
public final class Png {

    private Png() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, Picture picture) throws IOException {
        AtomicFile.write(file, out -> encode(picture, out));
    }

    /** The bytes of a file. */
    public static byte[] bytes(Picture picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            encode(picture, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void encode(Picture picture, OutputStream out) throws IOException {
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(Images.image(picture), "png", stream)) {
                throw new IOException("This Java has no PNG writer.");
            }
        }
    }
}
