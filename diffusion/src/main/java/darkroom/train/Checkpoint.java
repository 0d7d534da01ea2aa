package darkroom.train;

import darkroom.torch.Processor;
import darkroom.torch.SafeTensors;
import darkroom.torch.SafeTensors.Content;
import darkroom.torch.Scope;
import darkroom.torch.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of a training in one file: weights, moments, average, number of updates and the recipe. All that is random
 * follows from the recipe's seed and the number of updates, so nothing else is needed to go on exactly.
 *
 * @param recipe what is trained
 * @param updates how many were made
 * @param seconds how long they took, in all sessions
 * @param threads how many it computed with
 * @param processor what it computed on
 */
public record Checkpoint(Recipe recipe, long updates, double seconds, int threads, String processor) {

    public Checkpoint {
        if (updates < 0 || !(seconds >= 0 && seconds < Double.POSITIVE_INFINITY) || threads < 1) {
            throw new IllegalArgumentException(
                    "A checkpoint needs at least 0 updates and seconds and at least 1 thread, not " + updates + ", "
                            + seconds + " and " + threads + ".");
        }
    }

    /** The checkpoint of a training as it stands here and now. */
    public static Checkpoint of(Recipe recipe, Trainer trainer, double seconds) {
        return new Checkpoint(recipe, trainer.optimisation().updates(), seconds, Threads.count(), Processor.name());
    }

    /** Writes it with the trainer's tensors, whole or not at all. */
    public void write(Path file, Trainer trainer) throws IOException {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("recipe", recipe.toJson());
        metadata.put("updates", Long.toString(updates));
        metadata.put("seconds", String.format(Locale.ROOT, "%.1f", seconds));
        metadata.put("threads", Integer.toString(threads));
        metadata.put("cpu", processor);
        SafeTensors.write(file, trainer.optimisation().state(), metadata);
    }

    /**
     * Reads what is written beside the tensors.
     *
     * @throws IllegalArgumentException when the file is no checkpoint
     */
    public static Checkpoint read(Path file) throws IOException {
        return parsed(file, SafeTensors.metadata(file));
    }

    /**
     * Gives a new trainer of the same recipe the state of a checkpoint.
     *
     * @throws IllegalArgumentException when the file is no checkpoint, or one of another network
     */
    public static void restore(Path file, Trainer trainer) throws IOException {
        try {
            Scope.run(() -> {
                try {
                    Content content = SafeTensors.read(file);
                    Checkpoint saved = parsed(file, content.metadata());
                    trainer.optimisation().restore(content.tensors(), saved.updates());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What differs here from where the checkpoint was written, so that a resumed training may differ in its last bits. */
    public List<String> differences() {
        List<String> found = new ArrayList<>();
        if (threads != Threads.count()) {
            found.add("it computed with " + threads + " threads, now there are " + Threads.count());
        }
        if (!processor.equals(Processor.name())) {
            found.add("it computed on another processor (" + processor + ")");
        }
        return found;
    }

    private static Checkpoint parsed(Path file, Map<String, String> metadata) {
        try {
            return new Checkpoint(
                    Recipe.parse(metadata.getOrDefault("recipe", "")),
                    Long.parseLong(metadata.getOrDefault("updates", "")),
                    Double.parseDouble(metadata.getOrDefault("seconds", "0")),
                    Integer.parseInt(metadata.getOrDefault("threads", "")),
                    metadata.getOrDefault("cpu", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not a checkpoint of a training: " + e.getMessage(), e);
        }
    }
}
