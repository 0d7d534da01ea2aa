package darkroom.data;

import darkroom.picture.Picture;
import darkroom.picture.PictureFile;
import darkroom.picture.Reshaping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Pictures from a folder of PNG and JPEG files, or from a folder of such folders, whose names are then the classes. */
public final class ImageFolder {

    private ImageFolder() {}

    /**
     * Reads all pictures of a folder, in the order of their names: the square in the middle of each, made as large as
     * asked for by averaging areas. Files of other endings, and what begins with a dot, are passed over.
     *
     * @param size width and height of the examples in pixels, 1 to 1024
     * @param channels 1 for grey, 3 for RGB
     * @throws IllegalArgumentException when there are no pictures, some inside and some beside folders, or one is broken
     *     or too large; names the file
     * @throws IOException when the folder or a file cannot be read
     */
    public static FiniteDataSet read(Path folder, int size, int channels) throws IOException {
        if (size < 1 || size > 1024 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "Pictures from a folder are 1 to 1024 pixels wide and have 1 or 3 channels, not " + size + " and "
                            + channels + ".");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        List<Path> classes = content(folder, Files::isDirectory);
        List<Path> loose = content(folder, ImageFolder::isPicture);
        if (!classes.isEmpty() && !loose.isEmpty()) {
            throw new IllegalArgumentException(
                    "The folder " + folder + " holds folders, which are classes, but also the picture "
                            + loose.get(0).getFileName() + ", which belongs to none.");
        }
        List<Picture> pictures = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Path> sources = classes.isEmpty() ? List.of(folder) : classes;
        for (int label = 0; label < sources.size(); label++) {
            List<Path> files = content(sources.get(label), ImageFolder::isPicture);
            if (files.isEmpty()) {
                throw new IllegalArgumentException("The folder " + sources.get(label) + " holds no PNG or JPEG files.");
            }
            for (Path file : files) {
                Picture square = Reshaping.square(PictureFile.read(file));
                pictures.add(Reshaping.withChannels(Reshaping.resized(square, size, size), channels));
                labels.add(label);
            }
        }
        List<String> names = classes.isEmpty()
                ? List.of("pictures")
                : classes.stream().map(path -> path.getFileName().toString()).toList();
        return FiniteDataSet.ofPictures(
                pictures, labels.stream().mapToInt(Integer::intValue).toArray(), names);
    }

    private static boolean isPicture(Path file) {
        return Files.isRegularFile(file) && PictureFile.isNamedLikeOne(file);
    }

    private static List<Path> content(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .sorted()
                    .toList();
        }
    }
}
