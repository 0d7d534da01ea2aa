package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.guide.Condition;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Where words act, by the attention of a network to a text. */
class TokenMapsTest {

    private static final Path SMALL = Path.of("src", "test", "resources", "reference", "text", "pipeline");
    private static final int SIDE = 8;
    private static final int TOKENS = 24;

    /** Two heads at full size, one layer of half the size: whose single pixel stands for all. */
    @Test
    void headsAndLayersAreAveragedAtOneSize() {
        TokenMaps maps = new TokenMaps(2, 2);
        Scope.run(() -> {
            maps.attention(
                    "down.attn2", Tensors.of(new float[] {1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, 1, 2, 4, 2));
            maps.attention("mid.attn2", Tensors.of(new float[] {0.25f, 0.75f}, 1, 1, 1, 2));
            maps.attention("mid.attn1", Tensors.of(new float[] {9, 9}, 1, 1, 1, 2));
        });
        assertArrayEquals(new float[] {1.25f / 3, 0.25f / 3, 1.25f / 3, 0.25f / 3}, maps.of(0), 1e-6f);
        assertArrayEquals(new float[] {1, 1, 1, 1}, maps.of(0, 1), 1e-6f);
    }

    /** The middles of the small map's pixels lie between those of the large one, a quarter of a small pixel from two of them. */
    @Test
    void aSmallerMapIsEnlargedInStraightLines() {
        TokenMaps maps = new TokenMaps(4, 6);
        Scope.run(() -> maps.attention("up.attn2", Tensors.of(new float[] {0, 4, 8, 16, 20, 24}, 1, 1, 6, 1)));
        float[] across = {0, 1, 3, 5, 7, 8};
        float[] down = {0, 4, 12, 16};
        float[] map = maps.of(0);
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 6; column++) {
                assertEquals(across[column] + down[row], map[row * 6 + column], 1e-5f);
            }
        }
    }

    @Test
    void ofANetworkTheySumToOneAndLookingChangesNothing() throws Exception {
        try (TextToImage model = TextToImage.read(SMALL)) {
            TokenMaps maps = new TokenMaps(SIDE, SIDE);
            Scope.run(() -> {
                new NoGradGuard();
                Condition.Encoded text = model.prompts().encode(List.of("a small red ring"), 16, 16);
                Condition.Encoded nothing = model.prompts().nothing(16, 16);
                var plan = model.scheduler().plan(2);
                Tensor x = SeededNoise.first(3, 1, 4, SIDE, SIDE);
                Tensor watched = model.denoiser(plan.objective(), nothing, maps)
                        .output(x, plan.grid().start(), text);
                Tensor alone = model.sampling(plan, text, nothing, 1)
                        .denoiser()
                        .output(x, plan.grid().start(), text);
                assertArrayEquals(Tensors.floats(alone), Tensors.floats(watched), 1e-5f);
            });
            for (float share : maps.of(IntStream.range(0, TOKENS).toArray())) {
                assertEquals(1, share, 1e-5);
            }
        }
    }

    @Test
    void theyAreOfASingleSampleAndOfSomethingSeen() {
        TokenMaps maps = new TokenMaps(2, 2);
        assertThrows(IllegalStateException.class, () -> maps.of(0));
        Scope.run(() -> {
            Tensor two = Tensors.of(new float[16], 2, 1, 4, 2);
            assertThrows(IllegalArgumentException.class, () -> maps.attention("down.attn2", two));
        });
    }
}
