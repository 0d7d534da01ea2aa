package darkroom.model;

import darkroom.data.DataSet;
import darkroom.data.SceneAttribute;
import darkroom.data.Scenes;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.Network;
import darkroom.network.Networks;
import darkroom.network.TextUNetConfig;
import darkroom.torch.Weights;
import darkroom.train.ClassificationTask;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import darkroom.train.SceneReadingTask;
import darkroom.train.Task;
import java.io.IOException;
import java.util.List;

/** How a kind of model is made by a recipe: what its training makes small, and how it is kept. */
interface Craft extends AutoCloseable {

    /** What is made small. */
    Task<?> task();

    /** Writes the model with weights into its folder. */
    void write(ModelFolder folder, Weights weights) throws IOException;

    @Override
    default void close() {}

    /**
     * The craft that a recipe asks for.
     *
     * @param folder from which the paths in the recipe start
     * @throws IllegalArgumentException when the recipe is not possible
     */
    static Craft of(Recipe recipe, DataSet data, ModelFolder folder) throws IOException {
        if (recipe.fineTuning() != null) {
            return FineTuningCraft.of(recipe, recipe.fineTuning(), data, folder);
        }
        if (recipe.network() instanceof TextUNetConfig network) {
            return CaptionedCraft.of(recipe, network, data, folder);
        }
        if (recipe.network() instanceof AutoencoderKlConfig network) {
            return new AutoencodingCraft(recipe, network, data);
        }
        boolean classifies = Networks.classifies(recipe.network());
        if (classifies && data instanceof Scenes scenes) {
            return keeping(
                    recipe,
                    new SceneReadingTask(Networks.classifier(recipe.network()), scenes),
                    SceneAttribute.labels());
        }
        return keeping(
                recipe,
                classifies
                        ? new ClassificationTask(Networks.classifier(recipe.network()), data)
                        : denoising(recipe, data),
                data.labels());
    }

    private static Craft keeping(Recipe recipe, Task<?> task, List<String> labels) {
        return new Craft() {
            @Override
            public Task<?> task() {
                return task;
            }

            @Override
            public void write(ModelFolder to, Weights weights) throws IOException {
                to.write(recipe, weights, labels);
            }
        };
    }

    private static DenoisingTask denoising(Recipe recipe, DataSet data) {
        Network network = Networks.of(recipe.network());
        return new DenoisingTask(
                network, objective(recipe).objective(), data, recipe.training().dropLabel());
    }

    /** What a recipe's network learns, which must be there. */
    static ObjectiveRecipe objective(Recipe recipe) {
        ObjectiveRecipe objective = recipe.objective();
        if (objective == null) {
            throw new IllegalArgumentException(
                    "The recipe " + recipe.name() + " needs an objective: schedule, timesteps and prediction.");
        }
        return objective;
    }
}
