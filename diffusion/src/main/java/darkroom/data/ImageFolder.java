package darkroom.data;

import darkroom.io.InputFile;
import darkroom.picture.Picture;
import darkroom.picture.PictureFile;
import darkroom.picture.Reshaping;
import darkroom.picture.UnreadablePicture;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Pictures from a folder. The folders in it are the classes, and whatever lies deeper belongs to the class above it; the
 * pictures of a folder without folders are one class. A {@code metadata.jsonl} or texts beside the pictures are their captions.
 */
public final class ImageFolder implements DataSet {

    private static final String ONE_CLASS = "pictures";
    private static final int NAMED = 20;

    private final FiniteDataSet pictures;
    private final String found;

    private ImageFolder(FiniteDataSet pictures, String found) {
        this.pictures = pictures;
        this.found = found;
    }

    /**
     * Reads all pictures that {@link PictureFile} can read, in the order of their names: the square in the middle of each,
     * brought to the size asked for by averaging areas. What it cannot read is passed over and named in {@link #found()};
     * hidden files and those that systems leave behind are not mentioned.
     *
     * @param size width and height of the examples in pixels, 1 to 1024
     * @param channels 1 for grey, 3 for RGB
     * @throws IllegalArgumentException when no picture can be read, or some lie in folders and some beside them, or some have captions and
     *     some have not
     * @throws IOException when the folder cannot be read
     */
    public static ImageFolder read(Path folder, int size, int channels) throws IOException {
        if (size < 1 || size > 1024 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "Pictures from a folder are 1 to 1024 pixels wide and have 1 or 3 channels, not " + size + " and "
                            + channels + ".");
        }
        InputFile.requireFolder(folder);
        FolderFiles files = FolderFiles.of(folder);
        List<PassedOver> passedOver = new ArrayList<>(files.passedOver());
        Map<String, List<Picture>> classes = new LinkedHashMap<>();
        CaptionFiles captions = CaptionFiles.of(folder, files.files());
        IdentityHashMap<Picture, Path> paths = new IdentityHashMap<>();
        boolean loose = false;
        for (Path file : files.files()) {
            if (captions.files().contains(file)) {
                continue;
            }
            try {
                Picture square = Reshaping.square(PictureFile.read(folder.resolve(file)));
                Picture example = Reshaping.withChannels(Reshaping.resized(square, size, size), channels);
                boolean inside = file.getNameCount() > 1;
                if (inside && loose) {
                    throw new IllegalArgumentException("The folder " + folder
                            + " holds folders, which are its classes, and pictures beside them, which belong to none."
                            + " Move those pictures into a folder of their own.");
                }
                loose |= !inside;
                classes.computeIfAbsent(inside ? file.getName(0).toString() : ONE_CLASS, name -> new ArrayList<>())
                        .add(example);
                paths.put(example, file);
            } catch (UnreadablePicture | IOException e) {
                passedOver.add(new PassedOver(file, reason(e)));
            }
        }
        String rest = passedOver.isEmpty() ? "" : PassedOver.sentence(passedOver);
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("The folder " + folder + " holds no picture that can be read"
                    + (rest.isEmpty() ? "." : "; " + rest + "."));
        }
        FiniteDataSet data = data(classes);
        List<String> told = captions.of(classes.values().stream()
                .flatMap(List::stream)
                .map(picture -> Objects.requireNonNull(paths.get(picture)))
                .toList());
        String beside = told.isEmpty() ? "" : ", with captions";
        return new ImageFolder(
                data.withCaptions(told), sentence(classes) + beside + (rest.isEmpty() ? "." : ", " + rest + "."));
    }

    private static String reason(Exception failure) {
        if (failure instanceof UnreadablePicture unreadable) {
            return unreadable.reason();
        }
        return failure instanceof NoSuchFileException ? "gone before it was read" : "cannot be opened";
    }

    private static FiniteDataSet data(Map<String, List<Picture>> classes) {
        List<Picture> pictures = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<String> names = List.copyOf(classes.keySet());
        for (int label = 0; label < names.size(); label++) {
            for (Picture picture : classes.getOrDefault(names.get(label), List.of())) {
                pictures.add(picture);
                labels.add(label);
            }
        }
        return FiniteDataSet.ofPictures(
                pictures, labels.stream().mapToInt(Integer::intValue).toArray(), names);
    }

    private static String sentence(Map<String, List<Picture>> classes) {
        int count = classes.values().stream().mapToInt(List::size).sum();
        String sizes = classes.entrySet().stream()
                .limit(NAMED)
                .map(entry -> entry.getKey() + " " + entry.getValue().size())
                .collect(Collectors.joining(", "));
        return counted(count, "picture", "pictures") + " in " + counted(classes.size(), "class", "classes") + " ("
                + sizes + (classes.size() > NAMED ? ", ..." : "") + ")";
    }

    private static String counted(int count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    /** How many pictures there are. */
    public int size() {
        return pictures.size();
    }

    /** All pictures in the order of their names. */
    public Batch all() {
        return pictures.all();
    }

    /** How many pictures were found in which classes, and which files were passed over, and why. */
    @Override
    public Optional<String> found() {
        return Optional.of(found);
    }

    @Override
    public long[] shape() {
        return pictures.shape();
    }

    @Override
    public List<String> labels() {
        return pictures.labels();
    }

    @Override
    public Batch batch(long seed, long index, int count) {
        return pictures.batch(seed, index, count);
    }
}
