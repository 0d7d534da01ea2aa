package darkroom.cli;

import darkroom.train.RecipeReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the reference of recipes. */
@Command(
        name = "recipe",
        mixinStandardHelpOptions = true,
        description = "Prints every key of a recipe: its values, its default and what it means, as Markdown.")
final class RecipeCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(RecipeReference.markdown());
        spec.commandLine().getOut().flush();
    }
}
