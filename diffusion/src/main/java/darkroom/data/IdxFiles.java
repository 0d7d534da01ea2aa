package darkroom.data;

import darkroom.picture.Picture;
import darkroom.picture.Reshaping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Grey pictures from IDX files, the format of MNIST, gzipped or not. */
public final class IdxFiles {

    private static final int LARGEST = 4096;

    private IdxFiles() {}

    /** As {@link #read(Path, Path, OptionalInt, List)}, with classes named by their numbers. */
    public static FiniteDataSet read(Path images, @Nullable Path labels, OptionalInt size) throws IOException {
        return read(images, labels, size, List.of());
    }

    /**
     * Reads all pictures and their labels.
     *
     * @param images a file of three dimensions: pictures, rows, columns
     * @param labels a file of one dimension, as long; without it, all have one label
     * @param size width and height of the examples, 1 to 1024: a smaller picture is set in the middle of black, of a
     *     larger one the square in the middle is made smaller by averaging areas; without it, they stay as they are
     * @param classes the names of the classes, by number; without any, a class is named by its number
     * @throws IllegalArgumentException when a file is broken, the two do not belong together, or a class has no name
     * @throws IOException when a file cannot be read
     */
    public static FiniteDataSet read(Path images, @Nullable Path labels, OptionalInt size, List<String> classes)
            throws IOException {
        if (size.isPresent() && (size.getAsInt() < 1 || size.getAsInt() > 1024)) {
            throw new IllegalArgumentException(
                    "Pictures from IDX files are made 1 to 1024 pixels wide, not " + size.getAsInt() + ".");
        }
        int[] numbers = labels == null ? null : labels(labels);
        List<Picture> pictures = new ArrayList<>();
        try (IdxFile file = IdxFile.open(images, 3)) {
            int count = file.dimensions[0], height = file.dimensions[1], width = file.dimensions[2];
            if (numbers != null && numbers.length != count) {
                throw new IllegalArgumentException(
                        images + " holds " + count + " pictures, but " + labels + " " + numbers.length + " labels.");
            }
            if (width > LARGEST || height > LARGEST) {
                throw new IllegalArgumentException(images + " holds pictures of " + width + " x " + height
                        + " pixels; they may have " + LARGEST + " each way.");
            }
            for (int i = 0; i < count; i++) {
                Picture picture = Picture.ofBytes(width, height, 1, file.next(width * height));
                pictures.add(size.isPresent() ? fitted(picture, size.getAsInt()) : picture);
            }
            file.end();
        }
        if (numbers == null) {
            return FiniteDataSet.ofPictures(pictures, new int[pictures.size()], List.of("pictures"));
        }
        int most = Arrays.stream(numbers).max().getAsInt();
        if (!classes.isEmpty() && classes.size() <= most) {
            throw new IllegalArgumentException(
                    labels + " holds the label " + most + ", but only " + classes.size() + " classes are named.");
        }
        List<String> names = classes.isEmpty()
                ? IntStream.rangeClosed(0, most).mapToObj(String::valueOf).toList()
                : classes;
        return FiniteDataSet.ofPictures(pictures, numbers, names);
    }

    private static int[] labels(Path labels) throws IOException {
        try (IdxFile file = IdxFile.open(labels, 1)) {
            byte[] values = file.next(file.dimensions[0]);
            file.end();
            return IntStream.range(0, values.length).map(i -> values[i] & 0xFF).toArray();
        }
    }

    private static Picture fitted(Picture picture, int size) {
        Picture square = Reshaping.square(picture);
        return square.width() < size ? Reshaping.framed(square, size) : Reshaping.resized(square, size, size);
    }
}
