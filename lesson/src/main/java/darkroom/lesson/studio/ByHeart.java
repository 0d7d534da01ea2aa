package darkroom.lesson.studio;

import darkroom.data.Batch;
import darkroom.data.Patterns;
import darkroom.lesson.web.Unavailable;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A small network that learned from so many drawings, again and again, or from new ones without end; all of {@link #NAMES} are alike but
 * for that. It is loaded when it is first asked for, on the engine's thread.
 */
public final class ByHeart {

    /** The folders of the models, by how many drawings each learned from. */
    public static final List<String> NAMES =
            List.of("patterns-of-10", "patterns-of-100", "patterns-of-1000", "patterns-endless");

    /** Width and height of their pictures. */
    public static final int SIZE = 16;

    private static final long[] PICTURE = {1, SIZE, SIZE};
    private static final String OTHERWISE = "does not draw patterns of " + SIZE + " pixels";

    private final ModelFolder folder;
    private @Nullable Learned learned;
    private final OnDemand<Model> model;

    /**
     * What a model learned from.
     *
     * @param recipe of the model
     * @param data all of its drawings
     */
    public record Learned(Recipe recipe, Patterns data) {

        /** How many drawings there are; empty where each was a new one. */
        public OptionalInt count() {
            return data.count();
        }

        /** How many different drawings it saw. */
        public int seen() {
            return data.count().orElse(Math.toIntExact(TrainingPictures.count(recipe)));
        }

        /** Some of the drawings in the order in which it first saw them. */
        public Batch drawings(int index, int many) {
            return DenoisingTask.examples(data, recipe.training().seed(), index, many);
        }

        /** How many drawings it saw in an update. */
        public int batch() {
            return recipe.training().batch();
        }
    }

    ByHeart(Path folder) {
        this.folder = new ModelFolder(folder);
        model = OnDemand.model(this.folder, one -> Arrays.equals(one.pictureShape(), PICTURE), OTHERWISE);
    }

    /** Whether this installation has it. */
    boolean exists() {
        return folder.exists();
    }

    /** What it learned from, and how. */
    public synchronized Learned learned() {
        Learned known = learned;
        if (known == null) {
            Recipe recipe = Reading.of(folder, folder::recipe);
            if (!(Reading.of(folder, () -> recipe.data().open(folder.path())) instanceof Patterns data)
                    || !Arrays.equals(data.shape(), PICTURE)) {
                throw new Unavailable("The model in " + folder.path() + " " + OTHERWISE + ".");
            }
            known = new Learned(recipe, data);
            learned = known;
        }
        return known;
    }

    /** The model. */
    public Model model() {
        return model.get();
    }

    /** Frees what was loaded, on the engine's thread. */
    void close() {
        model.close();
    }
}
