package darkroom.model;

import darkroom.data.DataSet;
import darkroom.data.Patterns;
import darkroom.train.Recipe;

/** A model small enough to be trained in a test. */
final class Tiny {

    private static final String RECIPE = """
            {"name": "tiny", "data": {"name": "patterns", "size": 8},
             "network": {"_class_name": "UNet2DModel", "sample_size": 8, "in_channels": 1, "out_channels": 1,
               "block_out_channels": [8, 16], "down_block_types": ["DownBlock2D", "AttnDownBlock2D"],
               "up_block_types": ["AttnUpBlock2D", "UpBlock2D"], "layers_per_block": 1, "norm_num_groups": 4,
               "attention_head_dim": 8, "num_class_embeds": 11, "dropout": 0.1},
             "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 100, "prediction": "v_prediction"},
             "training": {"steps": 12, "batch": 3, "accumulate": 2, "learning_rate": 0.001, "checkpoint_every": 5,
               "learning_rate_schedule": "cosine", "warm_up": 2, "clip": 1.0, "drop_label": 0.2, "seed": 3},
             "sampling": {"sampler": "ddim", "steps": 5, "guidance": 2.0}}
            """;

    private Tiny() {}

    static Recipe recipe() {
        return Recipe.parse(RECIPE);
    }

    static DataSet data() {
        return new Patterns(8);
    }
}
