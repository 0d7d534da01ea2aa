package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.network.Dit;
import darkroom.network.DitConfig;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.torch.Threads;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transformers of patches, recorded: the outputs of libtorch. */
class RecordedTransformerTest {

    @BeforeEach
    void twoThreads() {
        Threads.use(2);
    }

    /** Transformers by a seed: patches, layers, heads, a variance or none, and norms and maps with and without numbers of their own. */
    private static Dit network(long seed) {
        Random random = new Random(seed);
        int patch = 1 << random.nextInt(3), channels = 1 + random.nextInt(4);
        String json = String.format(
                Locale.ROOT,
                """
                {"sample_size": %d, "patch_size": %d, "in_channels": %d, "out_channels": %d, "num_layers": %d,
                 "num_attention_heads": %d, "attention_head_dim": %d, "num_embeds_ada_norm": 7, "attention_bias": %b,
                 "norm_elementwise_affine": %b, "activation_fn": "%s"}""",
                patch * (3 + random.nextInt(4)),
                patch,
                channels,
                random.nextBoolean() ? channels : 2 * channels,
                1 + random.nextInt(3),
                1 << random.nextInt(3),
                8 * (1 + random.nextInt(3)),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? "gelu" : "gelu-approximate");
        return Settings.read(DitConfig.class, JsonText.parse(json)).network();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomTransformersAgree(long seed) {
        Both.with(new Both(network(seed), seed), both -> {
            for (int batch : List.of(1, 2, 5)) {
                both.assertAgree(both.asked(batch, seed));
            }
            Asked asked = both.asked(1, seed);
            Both.assertAlike(both.atOnce(asked), both.inBands(asked, 1 + (int) seed % 5));
        });
    }

    /** At the shipped model's size nothing is by oneDNN's reference code. */
    @Test
    void everyStepIsFast() {
        Dit network = Settings.read(DitConfig.class, JsonText.parse("""
                {"sample_size": 32, "patch_size": 4, "in_channels": 1, "num_layers": 2, "num_attention_heads": 4,
                 "attention_head_dim": 24, "num_embeds_ada_norm": 10}""")).network();
        Both.with(new Both(network, 1), both -> assertEquals(List.of(), both.slow(both.asked(2, 3))));
    }
}
