package darkroom.cli;

import darkroom.io.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a result that took long to make, elsewhere when it cannot be written where it was wanted. */
final class Kept {

    /** What writes a result to a path. */
    @FunctionalInterface
    interface Result {
        void writeTo(Path path) throws IOException;
    }

    private Kept() {}

    /**
     * Writes a result.
     *
     * @throws IllegalStateException when it could not be written there; says where it was kept
     * @throws IOException when it could not be written anywhere
     */
    static void write(Path path, Result result) throws IOException {
        try {
            result.writeTo(path);
        } catch (IOException failure) {
            Path elsewhere = elsewhere(path, result, failure);
            throw new IllegalStateException(
                    path + " could not be written (" + Destination.reason(failure) + "), so the result is in "
                            + elsewhere + ".",
                    failure);
        }
    }

    private static Path elsewhere(Path path, Result result, IOException failure) throws IOException {
        try {
            Path elsewhere = Files.createTempDirectory("darkroom-").resolve(path.getFileName());
            result.writeTo(elsewhere);
            return elsewhere;
        } catch (IOException again) {
            failure.addSuppressed(again);
            throw failure;
        }
    }
}
