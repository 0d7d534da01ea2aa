package darkroom.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A recipe with one thing wrong is refused with the line and the option. */
class RecipeTest {

    private static final String RECIPE = """
            {"name": "tiny",
             "data": {"name": "patterns", "size": 8},
             "network": {"_class_name": "UNet2DModel", "sample_size": 8, "in_channels": 1, "out_channels": 1,
               "block_out_channels": [8, 16], "down_block_types": ["DownBlock2D", "AttnDownBlock2D"],
               "up_block_types": ["AttnUpBlock2D", "UpBlock2D"], "norm_num_groups": 4},
             "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 100, "prediction": "v_prediction"},
             "training": {"steps": 12, "batch": 3, "learning_rate": 0.001,
               "adam_w": {"beta1": 0.8}},
             "sampling": {"sampler": "ddim", "steps": 5, "guidance": 2.0}}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"steps\": 12        | \"steps\": 3.9       | 7: training.steps must be a whole number at least 1, not 3.9.",
                "\"steps\": 12        | \"steps\": \"3\"     | 7: training.steps must be a whole number at least 1, not \"3\".",
                "\"steps\": 12,       |                      | 7: training.steps is missing: it must be a whole number at least 1.",
                "\"steps\": 12        | \"checkpoint_every\": 0, \"steps\": 12 | 7: training.checkpoint_every must be a whole number at least 1, not 0.",
                "\"learning_rate\"    | \"learning_rte\"     | 7: There is no option training.learning_rte; did you mean learning_rate?",
                "\"beta1\": 0.8       | \"beta1\": 1         | 8: training.adam_w.beta1 must be a number at least 0 and less than 1, not 1.",
                "\"beta1\"            | \"betas\"            | 8: There is no option training.adam_w.betas; did you mean beta",
                "\"batch\": 3         | \"batch\": null      | 7: training.batch must be a whole number from 1 to 65536, not null.",
                "\"batch\": 3         | \"batch\": 3, \"batch\": 4 | 7: training.batch is given twice, first in line 7.",
                "\"sample_size\": 8   | \"sample_size\": [32] | 3: network.sample_size must be a whole number from 1 to 65536, or two of them in a list, not [32].",
                "\"sample_size\": 8   | \"sample_size\": 7   | 3: network.sample_size must be a multiple of 2",
                "\"out_channels\": 1  | \"out_channels\": 6  | 3: network.out_channels must be 1, as in_channels are, or twice as many where a variance is learned, not 6",
                "\"out_channels\": 1  | \"out_channels\": 2  | 3: network.out_channels must be network.in_channels: a training here learns no",
                "\"UNet2DModel\"      | \"UNet2DMdel\"       | 3: There is no network 'UNet2DMdel'; did you mean UNet2DModel?",
                "\"UpBlock2D\"        | \"UppBlock2D\"       | 5: network.up_block_types[1] must be one of UpBlock2D, AttnUpBlock2D, ResnetUpsampleBlock2D, SkipUpBlock2D, AttnSkipUpBlock2D, not \"UppBlock2D\"; did you mean UpBlock2D?",
                "\"norm_num_groups\": 4 | \"norm_num_groups\": 3 | 5: network.norm_num_groups must divide all of block_out_channels",
                "\"name\": \"patterns\" | \"name\": \"paterns\" | 2: There is no data set 'paterns'; did you mean patterns?",
                "\"size\": 8          | \"size\": 7          | 2: data.size must be a whole number from 8 to 1024, not 7.",
                "squaredcos_cap_v2    | cosin                | 6: There is no schedule 'cosin'; did you mean cosine?",
                "v_prediction         | v                    | 6: objective.prediction must be one of epsilon, sample, v_prediction, flow_prediction, edm, not \"v\".",
                "\"timesteps\": 100   | \"timesteps\": 4     | 9: sampling.steps must be at most objective.timesteps, 4.",
                "\"guidance\": 2.0    | \"guidance\": 1e30   | 9: sampling.guidance.scale must be a number from -1000 to 1000, not 1.0E30.",
                "\"name\": \"tiny\"   | \"name\": \"Tiny!\"  | 1: name must be small letters, digits and hyphens, at most 64, not 'Tiny!'.",
                "\"name\": \"tiny\"   | \"name\": null       | 1: name must be a text, not null.",
            })
    void oneThingWrong(String was, String is, String reason) throws IOException {
        assertTrue(RECIPE.contains(was), was);
        Path file = Files.writeString(folder.resolve("own.json"), RECIPE.replace(was, is == null ? "" : is));
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Recipe.read(file))
                .getMessage());
        assertTrue(message.startsWith(file + ", line " + reason), message);
    }

    @Test
    void whatIsLeftOutOfAPartHasItsDefault() {
        TrainingSettings training = Recipe.parse(RECIPE).training();
        assertEquals(new AdamW(0.8, 0.999, 1e-8, 0.01), training.adamW());
        assertEquals(new ExponentialMovingAverage(0.9999, 1, 0.75, 0), training.ema());
        assertEquals(500, training.checkpointEvery());
    }

    static Stream<Path> recipesThatShip() throws IOException {
        try (Stream<Path> recipes = Files.list(Path.of("..", "recipes"));
                Stream<Path> models = Files.list(Path.of("..", "models"))) {
            return Stream.concat(recipes, models.map(model -> model.resolve("recipe.json"))).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recipesThatShip")
    void whatIsReadIsWrittenAndReadAgain(Path file) throws IOException {
        Recipe recipe = Recipe.read(file);
        assertEquals(recipe, Recipe.parse(recipe.toJson()));
    }
}
