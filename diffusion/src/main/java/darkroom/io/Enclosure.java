package darkroom.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of which nobody knows who made it: no link in it leads to a file outside.
 *
 * @param folder the folder, which may itself be a link
 */
public record Enclosure(Path folder) {

    /**
     * Lets a file of the folder pass, whether it is there or not.
     *
     * @throws IllegalArgumentException when it lies elsewhere, behind links, or is neither a file nor a folder
     */
    public Path require(Path file) throws IOException {
        if (!Files.exists(file)) {
            return file;
        }
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            throw new IllegalArgumentException(file + " is a link that leads out of " + folder
                    + ", so it is not read: copy the folder with what its links lead to (cp -rL).");
        }
        if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is not a regular file.");
        }
        return file;
    }
}
