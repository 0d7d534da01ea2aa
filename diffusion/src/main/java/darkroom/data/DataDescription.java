package darkroom.data;

import darkroom.settings.Kinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A data set as recipes describe it, by a name and options. */
@Kinds(DataSets.class)
public interface DataDescription {

    /**
     * The data set, which is made or read.
     *
     * @param base the folder that relative paths start from
     * @throws IllegalArgumentException when an option or a file is not as it should be; says how
     * @throws IOException when a file cannot be read
     */
    DataSet open(Path base) throws IOException;

    /** The data without the noise that {@code noised} mixes in; the same where it mixes in none. */
    default DataDescription clean() {
        return this;
    }

    /** The same with other paths to its files, if it has any. */
    default DataDescription withPaths(UnaryOperator<String> change) {
        return this;
    }

    /**
     * The same with relative paths that start from another folder. Absolute ones stay, and so do those between folders
     * that share nothing but the root: the way there would tell how the machine is laid out.
     *
     * @param other the folder that they are to start from
     * @param base the folder that they start from now
     */
    default DataDescription seenFrom(Path other, Path base) {
        return withPaths(path -> seenFrom(other, base, path));
    }

    /** A path that starts from another folder, as {@link #seenFrom(Path, Path)} changes those of the data. */
    static String seenFrom(Path other, Path base, String path) {
        Path from = other.toAbsolutePath().normalize();
        Path to = base.resolve(path).toAbsolutePath().normalize();
        boolean near = from.getNameCount() > 0 && to.startsWith(from.getRoot().resolve(from.getName(0)));
        return Path.of(path).isAbsolute() || !near ? path : from.relativize(to).toString();
    }
}
