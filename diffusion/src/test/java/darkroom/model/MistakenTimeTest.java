package darkroom.model;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import darkroom.guide.Condition;
import darkroom.network.Networks;
import darkroom.network.Parameters;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Watcher;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class MistakenTimeTest {

    @Test
    void aMisledDenoiserSaysWhatItWouldSayOfTheSameSampleAtTheOtherTime() {
        Threads.use(1);
        Recipe recipe = Tiny.recipe();
        var network = Networks.of(recipe.network());
        try (Model model = new Model(
                recipe,
                network,
                Weights.initial(Parameters.of(network), 2),
                requireNonNull(recipe.objective()).objective(),
                Tiny.data().labels())) {
            Scope.run(() -> {
                new NoGradGuard();
                DiscreteSchedule schedule = model.objective().schedule();
                Tensor x = SeededNoise.of(1).next(2, 1, 8, 8);
                NoiseLevel level = schedule.level(51);
                NoiseLevel other = schedule.level(71);
                Row row = new Row(level, Double.NaN, Condition.labels(3));
                Denoiser right = model.denoiser();
                MistakenTime misled = new MistakenTime(right, model.objective(), 20);
                assertEquals(70, misled.told(row), 1e-9);
                assertArrayEquals(output(right, x, other), output(misled, x, level));
                assertFalse(Arrays.equals(output(right, x, level), output(misled, x, level)));
                assertEquals(99, new MistakenTime(right, model.objective(), 500).told(row));
                assertEquals(0, new MistakenTime(right, model.objective(), -500).told(row));
                assertArrayEquals(output(right, x, level), output(model.denoiser(new Watcher() {}), x, level));
            });
        }
    }

    private static float[] output(Denoiser denoiser, Tensor x, NoiseLevel level) {
        return Tensors.floats(denoiser.output(x, level, Condition.labels(3)));
    }
}
