package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.EnergyDistance;
import darkroom.guide.Condition;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.train.Recipe;
import darkroom.train.TrainingUpdate;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training really learns: samples of a network that saw two moons for some seconds lie on two moons. */
class SmallTrainingTest {

    private static final String RECIPE = """
            {"name": "moons", "data": {"name": "two_moons"},
             "network": {"_class_name": "Mlp", "dimensions": 2, "width": 64, "layers": 3},
             "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 200, "prediction": "v_prediction",
               "weight": "snr_plus_one"},
             "training": {"steps": 1500, "batch": 256, "learning_rate": 0.003, "learning_rate_schedule": "cosine",
               "warm_up": 50, "clip": 1.0, "drop_label": 0, "seed": 1, "checkpoint_every": 5000,
               "ema": {"decay": 0.99, "inv_gamma": 1, "power": 0.75, "update_after_step": 0}},
             "sampling": {"sampler": "dpm_solver_2m", "steps": 20}}
            """;

    private static final int COUNT = 1000;

    @TempDir
    Path folder;

    @Test
    void samplesOfTwoMoonsAreNearTheData() throws IOException {
        Threads.use(1);
        Recipe recipe = Recipe.parse(RECIPE);
        var data = recipe.data().open(Path.of(""));
        ModelFolder moons = new ModelFolder(folder);
        try (TrainingRun run = TrainingRun.begin(recipe, data, moons)) {
            while (!run.done()) {
                run.advance();
            }
        }
        float[] real = data.batch(77, 0, COUNT).values();
        try (Model model = moons.read();
                SamplingRun run =
                        model.sampling(model.settings(), Condition.NONE).start(SeededNoise.of(5), COUNT, 2)) {
            double before = EnergyDistance.unbiased(Tensors.floats(run.x()), real, 2);
            run.finish(now -> {});
            double after = EnergyDistance.unbiased(Tensors.floats(run.x()), real, 2);
            assertTrue(before > 0.05, "noise is far from the data: " + before);
            assertTrue(after < 0.008, "samples are near the data: " + after + ", noise was " + before);
        }
    }

    /** A transformer of patches learns by a recipe, too, and is what it was when its folder is read. */
    @Test
    void aTransformerLearnsPatterns() throws IOException {
        Threads.use(1);
        Recipe recipe = Recipe.parse("""
                {"name": "transformer", "data": {"name": "patterns", "size": 8},
                 "network": {"_class_name": "DiTTransformer2DModel", "sample_size": 8, "patch_size": 2, "in_channels": 1,
                   "num_layers": 2, "num_attention_heads": 2, "attention_head_dim": 16, "num_embeds_ada_norm": 10},
                 "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 100, "prediction": "v_prediction",
                   "weight": "snr_plus_one"},
                 "training": {"steps": 200, "batch": 16, "learning_rate": 0.003, "warm_up": 20, "clip": 1.0,
                   "drop_label": 0.1, "seed": 1, "checkpoint_every": 5000},
                 "sampling": {"sampler": "ddim", "steps": 4, "guidance": 2.0}}
                """);
        ModelFolder made = new ModelFolder(folder.resolve("transformer"));
        double before = 0, after = 0;
        try (TrainingRun run = TrainingRun.begin(recipe, recipe.data().open(folder), made)) {
            while (!run.done()) {
                TrainingUpdate update = run.advance();
                before += update.update() <= 40 ? update.loss() : 0;
                after += update.update() > 160 ? update.loss() : 0;
            }
        }
        assertTrue(after < 0.7 * before, after + " of " + before);
        try (Model model = made.read();
                SamplingRun run = model.sampling(model.settings(), Condition.labels(model.label("ring")))
                        .start(SeededNoise.of(5), 1, 1, 8, 8)) {
            run.finish(now -> {});
            assertTrue(Tensors.finite(run.x()));
        }
        String refused = assertThrows(
                        IllegalArgumentException.class,
                        () -> Recipe.parse(recipe.toJson()
                                .replace("\"in_channels\" : 1", "\"in_channels\" : 1, \"out_channels\" : 2")))
                .getMessage();
        assertTrue(refused.contains("network.out_channels must be network.in_channels"), refused);
    }
}
