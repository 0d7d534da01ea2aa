package darkroom.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.network.AutoencoderKlConfig;
import darkroom.network.Parameters;
import darkroom.plan.Engine;
import darkroom.sample.SeededNoise;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decoder by recorded steps: the pictures of libtorch, one or several, of any size. */
class RecordedDecoderTest {

    @BeforeEach
    void twoThreads() {
        Threads.use(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"block_out_channels\": [16, 32], \"norm_num_groups\": 8, \"layers_per_block\": 1}",
                "{\"block_out_channels\": [8, 8, 24], \"norm_num_groups\": 4, \"layers_per_block\": 2, \"latent_channels\": 3}",
                "{\"block_out_channels\": [32], \"norm_num_groups\": 32, \"mid_block_add_attention\": false,"
                        + " \"use_post_quant_conv\": false, \"shift_factor\": 0.3}"
            })
    void itDrawsWhatLibtorchDraws(String options) {
        AutoencoderKlConfig config = Settings.read(AutoencoderKlConfig.class, JsonText.parse(withBlocks(options)));
        try (AutoencoderCodec codec =
                new AutoencoderCodec(config.network(), Weights.initial(Parameters.of(config.network()), 3))) {
            Scope.run(() -> {
                new NoGradGuard();
                for (int count = 1; count <= 3; count++) {
                    Tensor latents = SeededNoise.of(count).next(count, config.latentChannels(), 6, 8 + count);
                    codec.use(Engine.LIBTORCH);
                    double[] expected = Tensors.doubles(codec.decode(latents));
                    assertEquals(Engine.LIBTORCH, codec.engine());
                    codec.use(Engine.RECORDED);
                    assertArrayEquals(expected, Tensors.doubles(codec.decode(latents)), 1e-4);
                    assertEquals(Engine.RECORDED, codec.engine());
                }
            });
        }
    }

    /** As many blocks as there are channels. */
    private static String withBlocks(String options) {
        String channels = options.substring(options.indexOf('[') + 1, options.indexOf(']'));
        String down = channels.replaceAll("\\d+", "\"DownEncoderBlock2D\"");
        return options.replaceFirst(
                "\\{",
                "{\"down_block_types\": [" + down + "], \"up_block_types\": ["
                        + down.replace("DownEncoder", "UpDecoder") + "], ");
    }
}
