package darkroom.train;

import darkroom.settings.Reference;

/** The reference of recipes, {@code docs/recipe.md}: every key with its values, its default and what it means. */
public final class RecipeReference {

    private static final String HEAD = """
            # The recipe

            A recipe is one JSON file with all that makes a model what it is: what it learns from, its network, what the
            network learns, how it is trained, and how it is sampled. `darkroom train RECIPE.json` trains it, and the
            model's folder keeps it as `recipe.json`. The folder [`recipes/`](../recipes) holds those of the models that ship.

            """;

    /** A recipe that leaves out most of what may be left out. */
    static final String EXAMPLE = """
            {
              "name": "moons",
              "data": {"name": "two_moons"},
              "network": {"_class_name": "Mlp", "num_class_embeds": 3},
              "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 1000, "prediction": "v_prediction"},
              "training": {"steps": 2000, "batch": 128, "learning_rate": 0.002, "drop_label": 0.1},
              "sampling": {"sampler": "ddim", "steps": 25, "guidance": 2.0}
            }
            """;

    private static final String RULES = """
            - A key that you leave out has the default below. `null` stands for "left out" wherever a key may be absent.
            - The options of a sampler, a schedule, a guidance, a spacing or a clipping stand beside its name, `"sampler": "ddim",
              "eta": 0.5`, or with it in an object of their own, `"sampler": {"sampler": "ddim", "eta": 0.5}`.
            - A key that begins with an underscore is a note and is passed over, apart from `_class_name`.
            - Relative paths start from the recipe's own folder.
            - Darkroom refuses whatever is wrong before the training begins, and names the file, the line and the key.

            This page is the program's own account of itself: `./darkroom recipe > docs/recipe.md` writes it again.

            """;

    private RecipeReference() {}

    /** The whole page, in Markdown. */
    public static String markdown() {
        String keys = Reference.of(Recipe.class, "The keys").stripTrailing() + "\n";
        return HEAD + "```json\n" + EXAMPLE + "```\n\n" + RULES + keys;
    }
}
