package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.EnergyDistance;
import darkroom.guide.Condition;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.train.Recipe;
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
}
