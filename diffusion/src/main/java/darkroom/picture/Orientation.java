package darkroom.picture;

import com.drew.imaging.FileType;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a camera was held, as it noted it in the file (Exif 2.32, tag 274, values 1 to 8).
 *
 * @param transposed the file's rows are the picture's columns
 * @param rowsReversed the file's first row is the picture's bottom, or right when transposed
 * @param columnsReversed the file's first column is the picture's right, or bottom when transposed
 */
record Orientation(boolean transposed, boolean rowsReversed, boolean columnsReversed) {

    static final Orientation UPRIGHT = new Orientation(false, false, false);

    private static final List<Orientation> BY_VALUE = List.of(
            UPRIGHT,
            new Orientation(false, false, true),
            new Orientation(false, true, true),
            new Orientation(false, true, false),
            new Orientation(true, false, false),
            new Orientation(true, true, false),
            new Orientation(true, true, true),
            new Orientation(true, false, true));

    /** What a file notes; upright when it notes nothing that can be understood. */
    static Orientation notedIn(Path file, FileType type) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            Metadata metadata = ImageMetadataReader.readMetadata(stream, Files.size(file), type);
            for (ExifIFD0Directory exif : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
                Integer value = exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
                if (value != null && value >= 1 && value <= BY_VALUE.size()) {
                    return BY_VALUE.get(value - 1);
                }
            }
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            return UPRIGHT; // the pixels may be sound where the notes beside them are not
        }
        return UPRIGHT;
    }

    /** The picture as the photographer saw it. */
    Picture upright(Picture stored) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        int width = transposed ? stored.height() : stored.width();
        int height = transposed ? stored.width() : stored.height();
        int channels = stored.channels();
        byte[] values = new byte[stored.values().length];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += channels) {
                int row = transposed ? x : y, column = transposed ? y : x;
                row = rowsReversed ? stored.height() - 1 - row : row;
                column = columnsReversed ? stored.width() - 1 - column : column;
                System.arraycopy(stored.values(), (row * stored.width() + column) * channels, values, at, channels);
            }
        }
        return Picture.of(width, height, channels, values);
    }
}
