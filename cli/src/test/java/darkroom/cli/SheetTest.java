package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.exact.Oracle;
import darkroom.latent.Codec;
import darkroom.model.Sheet;
import darkroom.sample.Ddim;
import darkroom.sample.Noise;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimeGrid;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sheets and files of a model whose network sees something else than pictures. */
class SheetTest {

    private static final long[] LATENT = {3, 1, 2};

    /** Its pictures are twice as high as what the network sees; the lower half is the negative of the upper one. */
    private static final Codec DOUBLING = new Codec() {
        @Override
        public Tensor encode(Tensor pictures, Noise noise) {
            return pictures.narrow(2, 0, pictures.size(2) / 2);
        }

        @Override
        public Tensor decode(Tensor samples) {
            return Tensors.concatenated(2, samples, samples.neg());
        }

        @Override
        public long[] pictureShape(long... sampleShape) {
            return new long[] {sampleShape[0], 2 * sampleShape[1], sampleShape[2]};
        }
    };

    @TempDir
    private Path folder;

    @Test
    void whatIsShownIsThePictureNotTheLatent() {
        float[] latent = {1, -1, 1, -1, 1, -1};
        Scope.run(() -> {
            Sheet sheet = new Sheet(DOUBLING, DOUBLING.pictureShape(LATENT));
            Path numbers = folder.resolve("samples.safetensors");
            try (Oracle oracle = new Oracle(Tensors.of(latent, 1, 3, 1, 2));
                    SeededNoise noise = SeededNoise.of(1);
                    SamplingRun run = new Sampling(
                                    oracle,
                                    new Ddim(0),
                                    TimeGrid.through(List.of(NoiseLevel.ofAlphaBar(0.1), NoiseLevel.CLEAN)))
                            .start(noise, 1, 3, 1, 2)) {
                run.finish(now -> {});
                int scale = sheet.of(run).width() / 2;
                assertEquals(2 * scale, sheet.of(run).height(), "a square of 2 x 2 pixels");
                assertEquals(0xffffff, sheet.of(run).rgb(0, 0));
                assertEquals(0x000000, sheet.of(run).rgb(0, scale));
                SampleFile.of(numbers, sheet).write(numbers, run, Map.of());
                Tensor images = SafeTensors.read(numbers).tensors().get("images");
                assertEquals(List.of(1L, 3L, 2L, 2L), Tensors.shape(images));
                assertArrayEquals(new float[] {1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1}, Tensors.floats(images), 1e-6f);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
