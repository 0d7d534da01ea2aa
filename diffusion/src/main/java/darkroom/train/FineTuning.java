package darkroom.train;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import org.jspecify.annotations.Nullable;

/** From which model a training goes on, and what of it learns. */
public record FineTuning(
        @Setting("the folder of a model that draws from texts, from the recipe's own; its U-Net learns")
        String model,

        @Setting(
                value = "the rank of a LoRA, which learns in place of the U-Net's own weights; without it those learn",
                range = "[1, 1024]")
        @Nullable
        Integer rank,

        @Setting(
                value =
                        "whether the text encoder learns with the U-Net; for a model that has one of them, and without rank",
                otherwise = "false")
        boolean textEncoder,

        @Setting(value = LatentExamples.HOW_MANY, range = LatentExamples.NUMBERS) @Nullable
        Integer pictures,

        @Setting(value = Recipe.ObjectiveRecipe.SHIFTED, otherwise = "1", range = Recipe.ObjectiveRecipe.SHIFTS)
        double shift) {

    public FineTuning {
        Settings.check(FineTuning.class, model, rank, textEncoder, pictures, shift);
        Settings.require(
                rank == null || !textEncoder,
                "text_encoder",
                "text_encoder must be false or left out with rank: a LoRA is of the U-Net alone.");
    }
}
