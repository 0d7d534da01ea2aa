package darkroom.cli;

import darkroom.data.DataSets;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.model.ModelFolder;
import darkroom.network.Network;
import darkroom.network.Outline;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.settings.Settings;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import darkroom.train.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a model is, from its small files alone. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints what a model is: its network part by part, how it was trained, how it is sampled.")
final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @picocli.CommandLine.Parameters(
            paramLabel = "MODEL",
            description = "A model's folder, or the name of one that ships.")
    private String model;

    @Override
    public Integer call() throws IOException {
        ModelFolder folder = Home.model(model);
        Parametrised network = folder.structure();
        line("model", "%s", folder.path());
        line("network", "%s", described(network, folder.weightBytes()));
        for (ModelFolder.Companion one : folder.companions()) {
            line("beside it", "%s: %s", one.folder().getFileName(), described(one.network(), one.bytes()));
        }
        line("labels", "%s", folder.hasLabels() ? String.join(", ", folder.labels()) : "none");
        if (folder.hasRecipe()) {
            printRecipe(folder.recipe());
        } else {
            line("recipe", "none: nothing says how it was made");
            line("scheduler", "%s", scheduler(folder));
        }
        if (network instanceof Network denoising) {
            printOutline(Outline.of(denoising));
        }
        return 0;
    }

    private static String described(Parametrised network, long bytes) {
        return String.format(
                Locale.ROOT,
                "%s, %,d parameters, %.1f MB of weights",
                network.getClass().getSimpleName(),
                Parameters.of(network).stream()
                        .mapToLong(Parameters.Parameter::size)
                        .sum(),
                bytes / 1e6);
    }

    private static String scheduler(ModelFolder folder) throws IOException {
        try {
            SchedulerConfig scheduler = folder.scheduler();
            return scheduler.name() + " " + scheduler.changed();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void printRecipe(Recipe recipe) {
        ObjectiveRecipe objective = recipe.objective();
        line("objective", "%s", objective == null ? "tells classes apart" : Settings.write(objective));
        line("data", "%s", DataSets.ALL.write(recipe.data()));
        printTraining(recipe.training());
        if (recipe.sampling() != null) {
            line("sampling", "%s", Settings.write(recipe.sampling()));
        }
    }

    private void printTraining(TrainingSettings training) {
        line(
                "training",
                "%,d updates of batch %d, learning rate %s, %s, seed %d",
                training.steps(),
                training.batch() * training.accumulate(),
                training.learningRate(),
                training.precision().title(),
                training.seed());
    }

    private void printOutline(Outline outline) {
        out().printf("%n%-32s %-16s %12s  %s%n", "part", "result", "parameters", "takes in");
        for (Outline.Part part : outline.parts()) {
            String skips = outline.skips().stream()
                    .filter(skip -> skip.into().equals(part.name()))
                    .map(Outline.Skip::from)
                    .collect(Collectors.joining(", "));
            out().println(String.format(
                            Locale.ROOT,
                            "%-32s %-16s %,12d  %s",
                            part.name() + (part.heads() == 0 ? "" : ", " + part.heads() + " heads"),
                            part.shape(),
                            part.parameters(),
                            skips)
                    .stripTrailing());
        }
    }

    private void line(String what, String format, Object... values) {
        out().printf("%-10s %s%n", what, String.format(Locale.ROOT, format, values));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
