package darkroom.model;

import darkroom.data.DataSet;
import darkroom.torch.Weights;
import darkroom.train.Checkpoint;
import darkroom.train.Recipe;
import darkroom.train.Trainer;
import darkroom.train.TrainingLog;
import darkroom.train.TrainingSettings;
import darkroom.train.TrainingUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recipe's training into a folder, advanced by its caller: a checkpoint and the model itself are written every so many
 * updates and at the end, so that a kill at any moment loses no more than that. For one thread at a time.
 */
public final class TrainingRun implements AutoCloseable {

    /** Finds out where a trainer stands, or brings it there. */
    private interface Start {
        Checkpoint of(Trainer trainer) throws IOException;
    }

    private final Recipe recipe;
    private final Craft craft;
    private final TrainingFolder folder;
    private final DataSet data;
    private final Trainer trainer;
    private final TrainingLog log;
    private final @Nullable SampleSheets sheets;
    private final List<String> differences;
    private double seconds;

    private TrainingRun(
            Recipe recipe,
            Craft craft,
            DataSet data,
            TrainingFolder folder,
            Trainer trainer,
            @Nullable SampleSheets sheets,
            Checkpoint start)
            throws IOException {
        this.recipe = recipe;
        this.craft = craft;
        this.folder = folder;
        this.data = data;
        this.trainer = trainer;
        this.sheets = sheets;
        differences = start.differences();
        seconds = start.seconds();
        log = TrainingLog.open(folder.log(), start.updates());
    }

    /**
     * A training before its first update.
     *
     * @param data what the recipe's {@code data} describes
     * @param folder where checkpoints and the model go
     * @throws IllegalArgumentException when the recipe is not possible, or the folder holds a training or a model already,
     *     or another process trains into it
     * @throws IOException when the folder cannot be written to
     */
    public static TrainingRun begin(Recipe recipe, DataSet data, ModelFolder folder) throws IOException {
        requireUnused(folder);
        return start(recipe, data, folder, trainer -> {
            requireUnused(folder);
            return Checkpoint.of(recipe, trainer, 0);
        });
    }

    /**
     * Goes on from the last checkpoint in a folder.
     *
     * @param recipe what the training must be one of; its number of updates may be larger, where the learning rate is
     *     constant
     * @param data what the recipe's {@code data} describes
     * @param folder which holds the checkpoint
     * @throws IllegalArgumentException when there is no checkpoint, or it is one of another recipe or has more updates, or
     *     another process trains into the folder
     */
    public static TrainingRun resume(Recipe recipe, DataSet data, ModelFolder folder) throws IOException {
        Path state = TrainingFolder.state(folder);
        if (!Files.isRegularFile(state)) {
            throw new IllegalArgumentException("There is no training to resume in " + folder.path() + ": it holds no "
                    + folder.path().relativize(state) + ".");
        }
        return start(recipe, data, folder, trainer -> {
            Checkpoint saved = Checkpoint.read(state);
            requireSame(saved, recipe, folder);
            Checkpoint.restore(state, trainer);
            return saved;
        });
    }

    private static TrainingRun start(Recipe recipe, DataSet data, ModelFolder folder, Start start) throws IOException {
        Craft craft = Craft.of(recipe, data, folder);
        try {
            SampleSheets sheets = SampleSheets.of(recipe, craft.task());
            Trainer trainer = new Trainer(craft.task(), recipe.training());
            try {
                TrainingFolder claimed = TrainingFolder.claim(folder);
                try {
                    return new TrainingRun(recipe, craft, data, claimed, trainer, sheets, start.of(trainer));
                } catch (IOException | RuntimeException e) {
                    claimed.close();
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                trainer.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            craft.close();
            throw e;
        }
    }

    /** What differs from where the last checkpoint was written, so that the last bits may differ too; usually nothing. */
    public List<String> differences() {
        return differences;
    }

    /** The loop that is advanced. */
    public Trainer trainer() {
        return trainer;
    }

    /** The folder that is written to. */
    public ModelFolder folder() {
        return folder.model();
    }

    /** What is learnt from. */
    public DataSet data() {
        return data;
    }

    /** The recipe's name. */
    public String name() {
        return recipe.name();
    }

    /** Whether a LoRA comes out, not a model. */
    public boolean makesLora() {
        return recipe.fineTuning() != null && recipe.fineTuning().rank() != null;
    }

    /** The training as it stands. */
    public Checkpoint checkpoint() {
        return Checkpoint.of(recipe, trainer, seconds);
    }

    /** Whether all updates were made. */
    public boolean done() {
        return trainer.done();
    }

    /** Makes one update, and draws and saves when it is time. */
    public TrainingUpdate advance() throws IOException {
        long start = System.nanoTime();
        TrainingUpdate progress = trainer.advance();
        seconds += (System.nanoTime() - start) / 1e9;
        log.add(progress, seconds);
        if (sheets != null && (progress.update() % sheets.every() == 0 || done())) {
            sheets.write(
                    folder.samples(progress.update()), trainer.optimisation().averaged());
        }
        if (progress.update() % recipe.training().checkpointEvery() == 0 || done()) {
            save();
        }
        return progress;
    }

    /** Writes the checkpoint, then the model with the averaged weights. */
    public void save() throws IOException {
        log.force();
        checkpoint().write(TrainingFolder.state(folder.model()), trainer);
        try (Weights average = trainer.optimisation().averaged()) {
            craft.write(folder.model(), average);
        }
    }

    @Override
    public void close() {
        trainer.close();
        craft.close();
        log.close();
        folder.close();
    }

    private static void requireUnused(ModelFolder folder) {
        if (folder.exists() || Files.exists(TrainingFolder.state(folder))) {
            throw new IllegalArgumentException(
                    folder.path() + " holds a model or a training already: resume it, or name another folder.");
        }
    }

    private static void requireSame(Checkpoint checkpoint, Recipe asked, ModelFolder folder) {
        Recipe saved = checkpoint.recipe();
        TrainingSettings was = saved.training(), is = asked.training();
        boolean comparable =
                was.withSteps(1).equals(is.withSteps(1).writing(was.checkpointEvery(), was.samplesEvery()));
        same(comparable, "training", folder);
        same(saved.data().equals(asked.data()), "data", folder);
        same(saved.network().equals(asked.network()), "network", folder);
        same(Objects.equals(saved.objective(), asked.objective()), "objective", folder);
        if (is.steps() < checkpoint.updates()) {
            throw new IllegalArgumentException("The training in " + folder.path() + " has made "
                    + checkpoint.updates() + " updates already and cannot be resumed with " + is.steps()
                    + " in all: ask for at least " + checkpoint.updates() + ", or train into another folder.");
        }
        if (was.steps() != is.steps() && is.learningRateSchedule().dependsOnTotal()) {
            throw new IllegalArgumentException("The training in " + folder.path() + " has " + was.steps()
                    + " updates in all and cannot be resumed with " + is.steps()
                    + ": its learning rate follows the total, only a constant one does not.");
        }
    }

    private static void same(boolean holds, String part, ModelFolder folder) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "The training in " + folder.path() + " is one of another recipe: its " + part + " differs.");
        }
    }
}
