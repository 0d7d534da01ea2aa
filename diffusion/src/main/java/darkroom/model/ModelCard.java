package darkroom.model;

import darkroom.data.DataSets;
import darkroom.network.Networks;
import darkroom.train.FineTuning;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import darkroom.train.TrainingSettings;
import java.util.Locale;

/** The plain facts of a trained model as Markdown, to be written on by whoever publishes it. */
public final class ModelCard {

    private ModelCard() {}

    /**
     * The card of a training that has ended.
     *
     * @param parameters how many numbers the network has
     * @param processor what it was trained on
     */
    public static String of(Recipe recipe, long parameters, double seconds, int threads, String processor) {
        TrainingSettings training = recipe.training();
        StringBuilder card = new StringBuilder("# " + recipe.name() + "\n\n");
        card.append("- Data: `").append(DataSets.ALL.write(recipe.data())).append("`\n");
        card.append(String.format(
                Locale.ROOT, "- Network: `%s`, %,d parameters%n", Networks.ALL.name(recipe.network()), parameters));
        FineTuning fineTuning = recipe.fineTuning();
        if (fineTuning != null) {
            card.append("- Goes on from `").append(fineTuning.model()).append('`');
            card.append(fineTuning.rank() == null ? "\n" : ", as a LoRA of rank " + fineTuning.rank() + "\n");
        }
        ObjectiveRecipe objective = recipe.objective();
        if (objective != null) {
            card.append("- Objective: ")
                    .append(objective.prediction())
                    .append(" on the schedule ")
                    .append(objective.schedule().name())
                    .append(" of ")
                    .append(objective.timesteps())
                    .append(" timesteps\n");
        }
        card.append(String.format(
                Locale.ROOT,
                "- Training: %,d updates of batch %d in %.1f minutes on %d threads of %s, %s, seed %d%n",
                training.steps(),
                training.batch() * training.accumulate(),
                seconds / 60,
                threads,
                processor.isEmpty() ? "an unnamed processor" : processor,
                training.precision().title(),
                training.seed()));
        card.append("- Weights: the moving average, decay ")
                .append(training.ema().decay())
                .append("\n\n");
        return card.append("All settings are in `recipe.json`.\n").toString();
    }
}
