package darkroom.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.network.Autoencoder;
import darkroom.network.Autoencoders;
import darkroom.network.Parameters;
import darkroom.plan.Engine;
import darkroom.sample.SeededNoise;
import darkroom.settings.JsonText;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers of diffusers' {@code AutoencoderTiny}, as make_tiny_reference.py wrote them. */
class SmallAutoencoderTest {

    private static final Path FOLDER = Path.of("src/test/resources/reference/text/tiny");
    private static final double SCALE = 0.8;

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    private static AutoencoderCodec codec() throws IOException {
        Autoencoder network = Autoencoders.ALL
                .read(JsonText.read(FOLDER.resolve("config.json")))
                .network();
        return new AutoencoderCodec(
                network,
                Weights.copyOf(
                        Parameters.of(network),
                        SafeTensors.read(FOLDER.resolve("diffusion_pytorch_model.safetensors"))
                                .tensors()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.class,
            names = {"LIBTORCH", "RECORDED"})
    void itEncodesAndDecodesAsDiffusersDoes(Engine engine) throws IOException {
        Map<String, Tensor> reference =
                SafeTensors.read(FOLDER.resolve("reference.safetensors")).tensors();
        try (AutoencoderCodec codec = codec();
                SeededNoise noise = SeededNoise.of(1)) {
            codec.use(engine);
            Scope.run(() -> {
                new NoGradGuard();
                Tensor latents = reference.get("latents");
                assertArrayEquals(
                        Tensors.doubles(reference.get("decoded")),
                        Tensors.doubles(codec.decode(Tensors.scaled(SCALE, latents))),
                        2e-5);
                assertEquals(engine, codec.engine());
                assertArrayEquals(
                        Tensors.doubles(Tensors.scaled(SCALE, reference.get("encoded"))),
                        Tensors.doubles(codec.encode(reference.get("picture"), noise)),
                        2e-5);
                assertEquals(
                        SeededNoise.first(1, 2).get(0).item_double(),
                        noise.next(2).get(0).item_double(),
                        "noise was drawn");
            });
            assertArrayEquals(new long[] {3, 18, 12}, codec.pictureShape(4, 9, 6));
            assertThrows(IllegalArgumentException.class, () -> codec.useTiles(true));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "num_encoder_blocks": [1]                         | num_encoder_blocks must be 4 numbers
            "decoder_block_out_channels": [8, 8, 8]           | decoder_block_out_channels must be 4 numbers
            "encoder_block_out_channels": [8, 16, 16, 16]     | must be numbers that are all the same
            "upsample_fn": "bilinear"                         | upsample_fn
            "upsampling_scaling_factor": 4                    | upsampling_scaling_factor
            """)
    void whatCannotBeIsRefused(String option, String reason) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Autoencoders.ALL.read(
                                JsonText.parse("{\"_class_name\": \"AutoencoderTiny\", " + option + "}")))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void anotherClassIsRefusedByName() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Autoencoders.ALL.read(JsonText.parse("{\"_class_name\": \"VQModel\"}")))
                .getMessage();
        assertTrue(message.contains("VQModel") && message.contains("AutoencoderTiny"), message);
    }
}
