package darkroom.cli;

import darkroom.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's folder, where models and recipes lie. */
final class Home {

    private Home() {}

    /** The folder; the launcher names it. */
    static Path path() {
        return Path.of(System.getProperty("darkroom.home", "."));
    }

    /** The folders of the models that ship, by name. */
    static List<ModelFolder> models() throws IOException {
        Path all = path().resolve("models");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.sorted()
                    .map(ModelFolder::new)
                    .filter(ModelFolder::exists)
                    .toList();
        }
    }

    /**
     * The folder of a model, by its path or the name of one that ships.
     *
     * @throws IllegalArgumentException when there is none
     */
    static ModelFolder model(String pathOrName) throws IOException {
        Path path = Path.of(pathOrName);
        if (Files.isDirectory(path)) {
            return new ModelFolder(path);
        }
        if (Files.exists(path)) {
            throw new IllegalArgumentException(path + " is a file, not a model's folder.");
        }
        List<ModelFolder> models = models();
        return models.stream()
                .filter(folder -> folder.path().getFileName().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no folder and no model named '" + path
                        + "'; 'darkroom models' lists those that ship."));
    }
}
