package darkroom.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.model.TextToImage;
import darkroom.plan.Engine;
import darkroom.sample.SeededNoise;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pictures that are larger than those of the training, tile by tile: the numbers of diffusers, as make_tiled_reference.py wrote them. */
class TilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/reference/text");

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    @Test
    void latentsAreDecodedAsInDiffusers() throws IOException {
        Map<String, Tensor> reference =
                SafeTensors.read(FOLDER.resolve("tiled.safetensors")).tensors();
        try (TextToImage model = TextToImage.read(FOLDER.resolve("pipeline"))) {
            AutoencoderCodec codec = model.codec();
            Scope.run(() -> {
                new NoGradGuard();
                Tensor samples = Tensors.scaled(codec.config().scalingFactor(), reference.get("latents"));
                double[] expected = Tensors.doubles(reference.get("decoded")),
                        whole = Tensors.doubles(codec.decode(samples));
                codec.useTiles(true);
                for (Engine engine : new Engine[] {Engine.LIBTORCH, Engine.RECORDED}) {
                    codec.use(engine);
                    Tensor decoded = codec.decode(samples);
                    assertEquals(Tensors.shape(reference.get("decoded")), Tensors.shape(decoded));
                    assertArrayEquals(expected, Tensors.doubles(decoded), 2e-5);
                }
                assertTrue(most(expected, whole) > 1e-3, "tiles make a difference");
            });
        }
    }

    /** Of moments the first half are means: with noise of zero they are the latents. */
    @Test
    void picturesAreEncodedAsInDiffusers() throws IOException {
        Map<String, Tensor> reference =
                SafeTensors.read(FOLDER.resolve("tiled.safetensors")).tensors();
        try (TextToImage model = TextToImage.read(FOLDER.resolve("pipeline"))) {
            AutoencoderCodec codec = model.codec();
            codec.useTiles(true);
            Scope.run(() -> {
                new NoGradGuard();
                try (SeededNoise noise = SeededNoise.of(1)) {
                    Moments moments = Moments.of(reference.get("moments"));
                    Tensor drawn = moments.drawn(SeededNoise.first(1, Tensors.sizes(moments.mean())));
                    assertArrayEquals(
                            Tensors.doubles(Tensors.scaled(codec.config().scalingFactor(), drawn)),
                            Tensors.doubles(codec.encode(reference.get("picture"), noise)),
                            2e-5);
                }
            });
        }
    }

    /** What fits into a tile is computed as a whole. */
    @Test
    void aSmallPictureHasNoSeams() throws IOException {
        try (TextToImage model = TextToImage.read(FOLDER.resolve("pipeline"))) {
            Scope.run(() -> {
                new NoGradGuard();
                Tensor small = SeededNoise.first(2, 1, 4, 8, 8);
                double[] whole = Tensors.doubles(model.codec().decode(small));
                model.codec().useTiles(true);
                assertArrayEquals(whole, Tensors.doubles(model.codec().decode(small)));
            });
        }
    }

    private static double most(double[] one, double[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }
}
