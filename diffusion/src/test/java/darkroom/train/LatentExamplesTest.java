package darkroom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.data.DataSet;
import darkroom.data.Patterns;
import darkroom.data.Scenes;
import darkroom.latent.AutoencoderCodec;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.Parameters;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Examples of a training on latents: which come when, and that they are the encoder's. */
class LatentExamplesTest {

    private static final long SEED = 4;
    private static final int BATCH = 3;

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    private record Seen(float[] values, List<String> captions) {}

    private static AutoencoderCodec codec() throws Exception {
        AutoencoderKlConfig config = Settings.read(AutoencoderKlConfig.class, JsonText.parse("""
                        {"sample_size": 32, "block_out_channels": [8, 8], "norm_num_groups": 4, "layers_per_block": 1,
                         "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
                         "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"]}"""));
        return new AutoencoderCodec(config.network(), Weights.initial(Parameters.of(config.network()), 7));
    }

    private static Seen at(LatentExamples examples, long index) {
        float[][] values = new float[1][];
        Seen[] seen = new Seen[1];
        Scope.run(() -> {
            new NoGradGuard();
            LatentExamples.Latents latents = examples.batch(SEED, index, BATCH);
            values[0] = Tensors.floats(latents.values());
            seen[0] = new Seen(values[0], latents.captions());
        });
        return seen[0];
    }

    private static List<Seen> first(int count, @Nullable Integer pictures) throws Exception {
        try (AutoencoderCodec codec = codec()) {
            LatentExamples examples = new LatentExamples(new Scenes(32), codec, pictures);
            return IntStream.range(0, count).mapToObj(i -> at(examples, i)).toList();
        }
    }

    /** Six pictures are two batches of three; the numbers are those of a training that encodes them each time. */
    @Test
    void whereTheirNumberIsLimitedTheFirstComeAgain() throws Exception {
        List<Seen> endless = first(2, null), again = first(4, 2 * BATCH);
        for (int i = 0; i < again.size(); i++) {
            assertArrayEquals(endless.get(i % 2).values, again.get(i).values);
            assertEquals(endless.get(i % 2).captions, again.get(i).captions);
        }
    }

    @Test
    void withoutALimitEachIsNew() throws Exception {
        List<Seen> endless = first(3, null);
        assertFalse(Arrays.equals(endless.get(0).values, endless.get(2).values));
        assertFalse(endless.get(0).captions.equals(endless.get(2).captions));
    }

    @Test
    void picturesWithoutCaptionsAreRefused() throws Exception {
        DataSet silent = new Patterns(32);
        try (AutoencoderCodec codec = codec()) {
            LatentExamples examples = new LatentExamples(silent, codec, null);
            assertThrows(IllegalArgumentException.class, () -> at(examples, 0));
        }
    }
}
