package darkroom.picture;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Reads PNG, JPEG, WebP, GIF, BMP and TIFF files, which are not trusted: their content says what they are, not their name. */
public final class PictureFile {

    /** A file whose header promises more pixels than this is refused before any of them is decoded. */
    public static final long MOST_PIXELS = 50_000_000;

    private static final Set<FileType> KINDS =
            EnumSet.of(FileType.Png, FileType.Jpeg, FileType.WebP, FileType.Gif, FileType.Bmp, FileType.Tiff);
    private static final Set<FileType> WITH_EXIF =
            EnumSet.of(FileType.Png, FileType.Jpeg, FileType.WebP, FileType.Tiff);

    /** A decoder fills up a JPEG file that is cut off, and only its warnings say so. */
    private static final Pattern CUT_OFF = Pattern.compile("Premature end|Truncated|Corrupt");

    private PictureFile() {}

    /**
     * Reads a file's first picture, upright as its Exif orientation has it. Greys become a grey picture, all else an RGB
     * one of eight bits a channel, read as sRGB; CMYK is converted, and transparent parts lie on white.
     *
     * @throws UnreadablePicture when it is no whole file of a known kind with at most {@link #MOST_PIXELS} pixels
     * @throws IOException when it cannot be read
     */
    public static Picture read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        FileType type = type(file);
        ImageReader reader = ImageIO.getImageReadersByFormatName(type.getName().toLowerCase(Locale.ROOT))
                .next();
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            Picture stored = read(file, reader, stream);
            return WITH_EXIF.contains(type) ? Orientation.notedIn(file, type).upright(stored) : stored;
        } finally {
            reader.dispose();
        }
    }

    private static FileType type(Path file) throws IOException {
        FileType type;
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            type = FileTypeDetector.detectFileType(stream);
        }
        if (KINDS.contains(type)) {
            return type;
        }
        String mime = type.getMimeType();
        boolean picture = mime != null && mime.startsWith("image/");
        throw new UnreadablePicture(
                file, picture ? type.getName() + " is not supported, PNG and JPEG are" : "not a picture", null);
    }

    private static Picture read(Path file, ImageReader reader, ImageInputStream stream) {
        boolean[] broken = {false};
        reader.addIIOReadWarningListener(
                (source, warning) -> broken[0] |= CUT_OFF.matcher(warning).find());
        reader.setInput(stream, true, true);
        long width = decoded(file, () -> reader.getWidth(0)), height = decoded(file, () -> reader.getHeight(0));
        if (width * height > MOST_PIXELS) {
            throw new UnreadablePicture(
                    file,
                    width + " x " + height + " pixels are more than " + MOST_PIXELS / 1_000_000 + " million",
                    null);
        }
        BufferedImage image = decoded(file, () -> reader.read(0));
        if (broken[0]) {
            throw new UnreadablePicture(file, "cut off or broken", null);
        }
        return Images.picture(image);
    }

    /** A step of a decoder, which may fail in any way on what it cannot make out. */
    private static <T> T decoded(Path file, Callable<T> step) {
        try {
            return step.call();
        } catch (Exception e) {
            throw new UnreadablePicture(file, "broken, or of an unusual kind", e);
        }
    }
}
