package darkroom.cli;

import darkroom.data.DataSets;
import darkroom.model.ModelFolder;
import darkroom.train.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the models that ship. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists the models that ship.")
final class ModelsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (ModelFolder folder : Home.models()) {
            if (!folder.hasRecipe()) {
                out.printf(
                        Locale.ROOT, "%-22s without a recipe%n", folder.path().getFileName());
                continue;
            }
            Recipe recipe = folder.recipe();
            String kind = recipe.objective() == null
                    ? "a classifier"
                    : recipe.objective().prediction() + ", "
                            + recipe.objective().schedule().name() + ", T = "
                            + recipe.objective().timesteps();
            out.printf(
                    Locale.ROOT,
                    "%-22s %s; data %s, %,d updates%n",
                    folder.path().getFileName(),
                    kind,
                    DataSets.ALL.name(recipe.data()),
                    recipe.training().steps());
        }
        return 0;
    }
}
