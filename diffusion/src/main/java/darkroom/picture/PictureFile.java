package darkroom.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Reads PNG and JPEG files, which are not trusted. */
public final class PictureFile {

    /** A file whose header promises more pixels than this is refused before any of them is decoded. */
    public static final long MOST_PIXELS = 50_000_000;

    private PictureFile() {}

    /** Whether a file's name ends as those of PNG or JPEG files do. */
    public static boolean isNamedLikeOne(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".+\\.(png|jpe?g)");
    }

    /**
     * Reads a file, whatever its name. Greys become a grey picture, all else an RGB one; transparent parts lie on white;
     * colour profiles and the orientation that a camera noted are passed over.
     *
     * @throws IllegalArgumentException when it is no whole PNG or JPEG file of at most {@link #MOST_PIXELS} pixels; says
     *     why
     * @throws IOException when it cannot be read
     */
    public static Picture read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            ImageReader reader = reader(file, stream);
            try {
                return read(file, reader, stream);
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageReader reader(Path file, ImageInputStream stream) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            String format = format(reader);
            if (List.of("png", "jpeg").contains(format)) {
                return reader;
            }
            reader.dispose();
        }
        throw refused(file, "it begins like neither", null);
    }

    private static String format(ImageReader reader) {
        try {
            return reader.getFormatName().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }

    private static Picture read(Path file, ImageReader reader, ImageInputStream stream) {
        boolean[] broken = {false};
        // A JPEG file that ends too early is filled up with grey, and only a warning says so.
        reader.addIIOReadWarningListener(
                (source, warning) -> broken[0] |= warning.contains("Premature end") || warning.contains("Corrupt"));
        reader.setInput(stream, true, true);
        long width = decoded(file, () -> reader.getWidth(0)), height = decoded(file, () -> reader.getHeight(0));
        if (width * height > MOST_PIXELS) {
            throw refused(file, "it has " + width + " x " + height + " pixels, more than " + MOST_PIXELS, null);
        }
        BufferedImage image = decoded(file, () -> reader.read(0));
        if (broken[0]) {
            throw refused(file, "its content is cut off or broken", null);
        }
        return Images.picture(image);
    }

    /** A step of a decoder, which may fail in any way on what it cannot make out. */
    private static <T> T decoded(Path file, Callable<T> step) {
        try {
            return step.call();
        } catch (Exception e) {
            throw refused(file, "its content is broken or of an unknown kind", e);
        }
    }

    private static IllegalArgumentException refused(Path file, String reason, @Nullable Exception cause) {
        return new IllegalArgumentException(file + " is not a sound PNG or JPEG file: " + reason + ".", cause);
    }
}
