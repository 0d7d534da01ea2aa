package darkroom.model;

import darkroom.io.AtomicFile;
import darkroom.io.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A model's folder while a training writes to it, which only one can do at a time. What belongs to the training alone lies
 * in {@code training/}.
 *
 * @param model the folder
 * @param lock keeps other trainings out
 */
record TrainingFolder(ModelFolder model, ProcessLock lock) implements AutoCloseable {

    /**
     * Takes a folder for a training and removes what killed ones left half written.
     *
     * @throws IllegalArgumentException when another training has it
     */
    static TrainingFolder claim(ModelFolder model) throws IOException {
        ProcessLock lock = ProcessLock.tryTake(own(model, "lock"))
                .orElseThrow(() -> new IllegalArgumentException("Another training is writing to " + model.path()
                        + ": wait until it has ended, or name another folder."));
        for (String inner :
                List.of("", "training", "unet", "network", "scheduler", "vae", "text_encoder", "tokenizer")) {
            Path folder = model.path().resolve(inner);
            if (Files.isDirectory(folder)) {
                AtomicFile.removeLeftovers(folder);
            }
        }
        return new TrainingFolder(model, lock);
    }

    /** The last checkpoint. */
    static Path state(ModelFolder model) {
        return own(model, "state.safetensors");
    }

    /** What the updates reported. */
    Path log() {
        return own(model, "log.csv");
    }

    /** What the model drew after an update. */
    Path samples(long update) {
        return own(model, String.format(Locale.ROOT, "samples/%06d.png", update));
    }

    private static Path own(ModelFolder model, String name) {
        return model.path().resolve("training").resolve(name);
    }

    @Override
    public void close() {
        lock.close();
    }
}
