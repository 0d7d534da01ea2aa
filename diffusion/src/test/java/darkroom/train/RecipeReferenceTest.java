package darkroom.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The checked-in reference is what the records say now. */
class RecipeReferenceTest {

    @Test
    void thePageIsUpToDate() throws IOException {
        assertEquals(
                RecipeReference.markdown(),
                Files.readString(Path.of("..", "docs", "recipe.md")),
                "Write it again: ./darkroom recipe > docs/recipe.md");
    }

    @Test
    void itsExampleIsARecipe() {
        Recipe example = Recipe.parse(RecipeReference.EXAMPLE);
        assertEquals(example, Recipe.parse(example.toJson()));
    }

    @Test
    void itKnowsEveryKeyOfTheRecipesThatShip() throws IOException {
        String page = RecipeReference.markdown();
        for (String recipe : List.of(
                "patterns",
                "patterns-16",
                "patterns-of-10",
                "garments",
                "patterns-classifier",
                "garments-classifier")) {
            String text = Files.readString(Path.of("..", "recipes", recipe + ".json"));
            Pattern.compile("\"(\\w+)\"\\s*:")
                    .matcher(text)
                    .results()
                    .forEach(key -> assertTrue(
                            page.contains("`" + key.group(1) + "`") || page.contains("\"" + key.group(1) + "\""),
                            key.group(1)));
        }
    }
}
