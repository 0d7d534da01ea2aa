package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.network.Conditioning;
import darkroom.network.Parameters;
import darkroom.network.TextUNet;
import darkroom.network.TextUNetConfig;
import darkroom.sample.SeededNoise;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that are told texts, recorded: the outputs of libtorch. */
class RecordedTextTest {

    private static final int TEXT = 12;

    @BeforeEach
    void twoThreads() {
        Threads.use(2);
    }

    /** U-Nets by a seed: blocks with and without attention to a text, its depth and heads, ways in and out, and what else is told. */
    private static TextUNet network(long seed) {
        Random random = new Random(seed);
        boolean attends = random.nextBoolean(), linear = random.nextBoolean(), sizes = random.nextInt(3) == 0;
        String json = String.format(
                Locale.ROOT,
                """
                {"sample_size": %d, "in_channels": 4, "out_channels": 4, "block_out_channels": [16, %d], "norm_num_groups": %d,
                 "down_block_types": ["%s", "CrossAttnDownBlock2D"], "up_block_types": ["CrossAttnUpBlock2D", "%s"],
                 "layers_per_block": %d, "attention_head_dim": %d, "cross_attention_dim": %d, "use_linear_projection": %b,
                 "transformer_layers_per_block": %d%s}""",
                8 << random.nextInt(2),
                16 * (1 + random.nextInt(3)),
                4 << random.nextInt(2),
                attends ? "CrossAttnDownBlock2D" : "DownBlock2D",
                attends ? "CrossAttnUpBlock2D" : "UpBlock2D",
                1 + random.nextInt(2),
                1 << random.nextInt(3),
                TEXT,
                linear,
                1 + random.nextInt(2),
                sizes
                        ? ", \"addition_embed_type\": \"text_time\", \"addition_time_embed_dim\": 8,"
                                + " \"projection_class_embeddings_input_dim\": 58"
                        : "");
        return Settings.read(TextUNetConfig.class, JsonText.parse(json)).network();
    }

    private static Asked asked(TextUNet network, int batch, int tokens, long seed) {
        long[] shape = network.sampleShape();
        SeededNoise noise = SeededNoise.of(seed);
        Tensor x = noise.next(batch, shape[0], shape[1], shape[2]), text = noise.next(batch, tokens, TEXT);
        float[] times = new float[batch], numbers = new float[6 * batch];
        for (int i = 0; i < numbers.length; i++) {
            times[i % batch] = 1 + 91f * (i % batch);
            numbers[i] = 32 * (i % 6);
        }
        boolean sized = network.config().additionEmbedType() != null;
        return new Asked(
                x,
                Tensors.of(times, batch),
                new Conditioning<>(
                        null,
                        text,
                        sized ? noise.next(batch, 10) : null,
                        sized ? Map.of(TextUNet.SIZES, Tensors.of(numbers, batch, 6)) : Map.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomNetworksAgree(long seed) {
        TextUNet network = network(seed);
        Both.with(new Both(network, seed), both -> {
            for (int batch : List.of(1, 2, 5)) {
                both.assertAgree(asked(network, batch, 7 + batch, seed));
            }
        });
    }

    /** At a published width: SD 1's first two blocks with a text of 77 tokens, and nothing by oneDNN's reference code. */
    @Test
    void aPublishedWidthAgreesAndEveryStepIsFast() {
        TextUNet network =
                Settings.read(TextUNetConfig.class, JsonText.parse("""
                {"sample_size": 16, "block_out_channels": [320, 640], "cross_attention_dim": 12,
                 "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"], "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"],
                 "layers_per_block": 1, "attention_head_dim": 8}""")).network();
        Both.with(new Both(network, 1), both -> {
            for (int batch : List.of(1, 2)) {
                Asked asked = asked(network, batch, 77, 3);
                both.assertAgree(asked);
                assertEquals(List.of(), both.slow(asked));
            }
        });
    }

    /** Guidance asks for two rows: of large samples each thread takes one, with all heads at once or one after the other. */
    @Test
    void ofLargeSamplesEachThreadTakesOne() {
        TextUNet network =
                Settings.read(TextUNetConfig.class, JsonText.parse("""
                {"sample_size": 64, "block_out_channels": [16, 32], "cross_attention_dim": 12, "norm_num_groups": 4,
                 "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"], "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"],
                 "layers_per_block": 1, "attention_head_dim": 4}""")).network();
        Both.with(new Both(network, 1), both -> {
            for (int batch : List.of(1, 2, 3)) {
                Asked asked = asked(network, batch, 77, 3);
                both.assertAgree(asked);
                assertEquals(
                        batch == 1 ? 1 : batch - 1,
                        both.recorded().rowsOfOneThread(asked.x(), asked.timesteps(), asked.told()));
            }
        });
    }

    @Test
    void weightsThatChangeFlowIn() {
        TextUNet network = network(2);
        Both.with(new Both(network, 1), both -> {
            Asked asked = asked(network, 2, 9, 1);
            both.assertAgree(asked);
            for (String name : List.of(
                    "norm1.weight", "norm3.bias", "ff.net.0.proj.weight", "ff.net.0.proj.bias", "attn2.to_k.weight")) {
                both.weights().byName().forEach((full, weight) -> {
                    if (full.endsWith("transformer_blocks.0." + name)) {
                        weight.sub_(new Scalar(0.1));
                    }
                });
                both.assertAgree(asked);
            }
        });
    }

    @Test
    void inBfloat16ItIsNear() {
        TextUNet network = network(3);
        Weights exact = Weights.initial(Parameters.of(network), 5);
        try (Both fine = new Both(network, exact);
                Both coarse = new Both(network, exact.converted(torch.ScalarType.BFloat16))) {
            Scope.run(() -> {
                Asked asked = asked(network, 2, 9, 1);
                double[] expected = Tensors.doubles(fine.atOnce(asked)),
                        found = Tensors.doubles(coarse.recorded(asked));
                double error = 0, power = 0;
                for (int i = 0; i < expected.length; i++) {
                    error += Math.pow(expected[i] - found[i], 2);
                    power += Math.pow(expected[i], 2);
                }
                assertTrue(error < 1e-3 * power, error / power + " of its power");
                assertArrayEquals(expected, Tensors.doubles(fine.recorded(asked)), 1e-4);
            });
        }
    }
}
