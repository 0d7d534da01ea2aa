package darkroom.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.diffusers.Layout;
import darkroom.io.Enclosure;
import darkroom.network.Networks;
import darkroom.network.TextUNetConfig;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Path;

/** Recipes as people write them: one that goes on from a model has that model's network, unless it says so itself. */
public final class RecipeFile {

    private static final String NETWORK = "network";

    private RecipeFile() {}

    /**
     * Reads a recipe.
     *
     * @throws IllegalArgumentException when the file is no recipe, or the model that it goes on from is none; says where and why
     * @throws IOException when a file cannot be read
     */
    public static Recipe read(Path file) throws IOException {
        Value recipe = JsonText.read(file);
        JsonNode model = recipe.node().path("fine_tuning").path("model");
        if (!model.isTextual() || recipe.node().has(NETWORK)) {
            return Settings.read(Recipe.class, recipe);
        }
        Path folder = file.toAbsolutePath().resolveSibling(model.asText()).normalize();
        FolderPart unet = new FolderPart(new Enclosure(folder), new Layout(folder).unet());
        ObjectNode whole = recipe.node().deepCopy();
        whole.set(NETWORK, Networks.ALL.write(Settings.read(TextUNetConfig.class, unet.config())));
        return Settings.read(Recipe.class, new Value(whole, recipe.place()));
    }
}
