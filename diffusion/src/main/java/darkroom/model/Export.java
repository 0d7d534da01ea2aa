package darkroom.model;

import darkroom.diffusers.Layout;
import darkroom.diffusers.Pipelines;
import darkroom.diffusers.Schedulers;
import darkroom.diffusers.WeightFiles;
import darkroom.io.AtomicFile;
import darkroom.io.Enclosure;
import darkroom.network.Networks;
import darkroom.settings.JsonText;
import darkroom.torch.SafeTensors;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a model that was trained here as a folder of diffusers', which samples it by DDPM. */
public final class Export {

    private Export() {}

    /**
     * Writes the folder: an index, a scheduler, a network with its weights, and the names of the classes where there are some.
     *
     * @param model the model, made by a recipe
     * @param folder a new or empty folder
     * @throws IllegalArgumentException when diffusers has no such network, schedule or prediction, or the folder holds something
     */
    public static void write(Model model, Path folder) throws IOException {
        Recipe recipe = model.recipe()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "The model " + model.name()
                                        + " was not made by a recipe, so there is nothing to export: its folder is diffusers' already."));
        ObjectiveRecipe objective = recipe.objective();
        if (!Pipelines.knows(recipe.network())) {
            throw new IllegalArgumentException("The model " + model.name() + " cannot be exported: diffusers has no "
                    + Networks.ALL.name(recipe.network()) + ".");
        }
        if (objective == null || !Schedulers.canFollow(objective)) {
            throw new IllegalArgumentException("The model " + model.name()
                    + " cannot be exported: diffusers' DDPM knows no such schedule or prediction.");
        }
        requireEmpty(folder);
        Layout layout = new Layout(folder);
        AtomicFile.write(layout.index(), JsonText.write(Pipelines.ddpmIndex()));
        AtomicFile.write(
                layout.scheduler(), JsonText.write(Pipelines.written(Schedulers.ddpm(objective, recipe.sampling()))));
        if (!model.labels().isEmpty()) {
            AtomicFile.write(folder.resolve(ModelFolder.LABELS), JsonText.write(JsonText.tree(model.labels())));
        }
        AtomicFile.write(Layout.config(layout.unet()), JsonText.write(Networks.ALL.write(recipe.network())));
        SafeTensors.write(
                new WeightFiles(layout.unet(), new Enclosure(folder)).whole(),
                model.weights().byName(),
                Map.of("format", "pt"));
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException(folder + " is a file: name a folder to write to.");
            }
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException(folder + " holds files already: name a new or empty folder.");
                }
            }
        }
    }
}
