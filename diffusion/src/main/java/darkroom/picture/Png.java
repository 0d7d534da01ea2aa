package darkroom.picture;

import darkroom.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
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
        write(file, picture, Map.of());
    }

    /**
     * Writes a file that holds texts too, whole or not at all.
     *
     * @param texts by their keywords of 1 to 79 letters of Latin-1
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, Picture picture, Map<String, String> texts) throws IOException {
        AtomicFile.write(file, out -> encode(picture, texts, out));
    }

    /**
     * The texts in a file, by their keywords.
     *
     * @throws IllegalArgumentException when it is no PNG file
     * @throws IOException when it cannot be read
     */
    public static Map<String, String> texts(Path file) throws IOException {
        return PngTexts.read(file);
    }

    /** The bytes of a file. */
    public static byte[] bytes(Picture picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            encode(picture, Map.of(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void encode(Picture picture, Map<String, String> texts, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            BufferedImage image = Images.image(picture);
            IIOMetadata metadata = writer.getDefaultImageMetadata(
                    ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
            PngTexts.add(metadata, texts);
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }
}
