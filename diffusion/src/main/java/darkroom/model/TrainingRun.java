package darkroom.model;

import darkroom.data.DataSet;
import darkroom.network.Network;
import darkroom.network.Networks;
import darkroom.torch.Weights;
import darkroom.train.Checkpoint;
import darkroom.train.ClassificationTask;
import darkroom.train.DenoisingTask;
import darkroom.train.Progress;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import darkroom.train.Task;
import darkroom.train.Trainer;
import darkroom.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A recipe's training into a folder, advanced by its caller: a checkpoint and the model itself are written every so many
 * updates and at the end, so that a kill at any moment loses no more than that. For one thread at a time.
 */
public final class TrainingRun implements AutoCloseable {

    private final Recipe recipe;
    private final ModelFolder folder;
    private final DataSet data;
    private final Trainer trainer;
    private List<String> differences = List.of();
    private double seconds;

    private TrainingRun(Recipe recipe, DataSet data, ModelFolder folder) {
        this.recipe = recipe;
        this.folder = folder;
        this.data = data;
        trainer = new Trainer(task(recipe, data), recipe.training());
    }

    /**
     * A training before its first update.
     *
     * @param data what the recipe's {@code data} describes
     * @param folder where checkpoints and the model go
     * @throws IllegalArgumentException when the recipe is not possible, or the folder holds a training or a model already
     */
    public static TrainingRun begin(Recipe recipe, DataSet data, ModelFolder folder) {
        if (folder.exists() || Files.exists(state(folder))) {
            throw new IllegalArgumentException(
                    folder.path() + " holds a model or a training already: resume it, or name another folder.");
        }
        return new TrainingRun(recipe, data, folder);
    }

    /**
     * Goes on from the last checkpoint in a folder.
     *
     * @param recipe what the training must be one of; its number of updates may differ where the learning rate is constant
     * @param data what the recipe's {@code data} describes
     * @param folder which holds the checkpoint
     * @throws IllegalArgumentException when there is no checkpoint, or it is one of another recipe
     */
    public static TrainingRun resume(Recipe recipe, DataSet data, ModelFolder folder) throws IOException {
        Path state = state(folder);
        if (!Files.isRegularFile(state)) {
            throw new IllegalArgumentException("There is no training to resume in " + folder.path() + ": it holds no "
                    + folder.path().relativize(state) + ".");
        }
        Checkpoint saved = Checkpoint.read(state);
        requireSame(saved.recipe(), recipe, folder);
        TrainingRun run = new TrainingRun(recipe, data, folder);
        try {
            Checkpoint.restore(state, run.trainer);
        } catch (IOException | RuntimeException e) {
            run.close();
            throw e;
        }
        run.differences = saved.differences();
        run.seconds = saved.seconds();
        return run;
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
        return folder;
    }

    /** What is learnt from. */
    public DataSet data() {
        return data;
    }

    /** The recipe's name. */
    public String name() {
        return recipe.name();
    }

    /** The training as it stands. */
    public Checkpoint checkpoint() {
        return Checkpoint.of(recipe, trainer, seconds);
    }

    /** Whether all updates were made. */
    public boolean done() {
        return trainer.done();
    }

    /** Makes one update, and saves when it is time. */
    public Progress advance() throws IOException {
        long start = System.nanoTime();
        Progress progress = trainer.advance();
        seconds += (System.nanoTime() - start) / 1e9;
        if (progress.update() % recipe.training().checkpointEvery() == 0 || done()) {
            save();
        }
        return progress;
    }

    /** Writes the checkpoint, then the model with the averaged weights. */
    public void save() throws IOException {
        checkpoint().write(state(folder), trainer);
        try (Weights average = trainer.optimisation().averaged()) {
            folder.write(recipe, average, data.labels());
        }
    }

    @Override
    public void close() {
        trainer.close();
    }

    private static Path state(ModelFolder folder) {
        return folder.path().resolve("training").resolve("state.safetensors");
    }

    private static Task<?> task(Recipe recipe, DataSet data) {
        if (Networks.classifies(recipe.network())) {
            return new ClassificationTask(Networks.classifier(recipe.network()), data);
        }
        Network network = Networks.of(recipe.network());
        ObjectiveRecipe objective = recipe.objective();
        if (objective == null) {
            throw new IllegalArgumentException(
                    "The recipe " + recipe.name() + " needs an objective: schedule, timesteps and prediction.");
        }
        return new DenoisingTask(
                network, objective.objective(), data, recipe.training().dropLabel());
    }

    private static void requireSame(Recipe saved, Recipe asked, ModelFolder folder) {
        TrainingSettings was = saved.training(), is = asked.training();
        boolean comparable = was.withSteps(1).equals(is.withSteps(1).withCheckpointEvery(was.checkpointEvery()));
        same(comparable, "training", folder);
        same(saved.data().equals(asked.data()), "data", folder);
        same(saved.network().equals(asked.network()), "network", folder);
        same(Objects.equals(saved.objective(), asked.objective()), "objective", folder);
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
