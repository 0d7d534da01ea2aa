package darkroom.train;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import org.jspecify.annotations.Nullable;

/** From which model a training goes on, and what of it learns. */
public record FineTuning(
        @Setting("the folder of a model that draws from texts, from the recipe's own; its U-Net learns, all else stays")
        String model,

        @Setting(
                value = "the rank of a LoRA, which learns in place of the U-Net's own weights; without it those learn",
                range = "[1, 1024]")
        @Nullable
        Integer rank,

        @Setting(value = LatentExamples.HOW_MANY, range = LatentExamples.NUMBERS) @Nullable
        Integer pictures) {

    public FineTuning {
        Settings.check(FineTuning.class, model, rank, pictures);
    }
}
