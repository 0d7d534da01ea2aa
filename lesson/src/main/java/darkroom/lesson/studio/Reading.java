package darkroom.lesson.studio;

import darkroom.lesson.web.Unavailable;
import darkroom.model.ModelFolder;
import java.io.IOException;

/** Reads a model, or what else a folder holds. */
interface Reading<T> {

    T read() throws IOException;

    /**
     * What is read from a model's folder.
     *
     * @throws Unavailable when it cannot be read, saying why
     */
    static <T> T of(ModelFolder folder, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | IllegalArgumentException e) {
            throw new Unavailable("The model in " + folder.path() + " cannot be used: " + e.getMessage());
        }
    }
}
