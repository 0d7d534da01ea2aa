package darkroom.model;

import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.latent.AutoencoderCodec;
import darkroom.sample.Noise;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** How well the autoencoder of a model's folder brings pictures back. */
public final class Reconstructions {

    private static final int BATCH = 50;

    private Reconstructions() {}

    /** Whether a folder holds an autoencoder. */
    public static boolean canMeasure(ModelFolder folder) {
        return LatentFolder.isIn(folder.path());
    }

    /**
     * The peak signal-to-noise ratio of fresh pictures, encoded and decoded, in decibels: of the mean squared error over all of them, on a
     * scale from black to white of 1.
     *
     * @param count how many pictures
     */
    public static double decibels(ModelFolder folder, DataSet data, int count, long seed) throws IOException {
        double sum = 0;
        try (AutoencoderCodec codec = folder.readAutoencoder();
                SeededNoise noise = SeededNoise.of(Seeds.at(seed, 1))) {
            for (int done = 0; done < count; done += BATCH) {
                int rows = Math.min(BATCH, count - done);
                float[] values = data.batch(seed, done / BATCH, rows).values();
                sum += rows * error(codec, values, data.shape(), noise);
            }
        }
        return decibels(sum / count);
    }

    /** What a mean squared error is in decibels. */
    public static double decibels(double error) {
        return -10 * Math.log10(error);
    }

    /**
     * The mean squared error of pictures, encoded and decoded, on a scale from black to white of 1.
     *
     * @param values the pictures one after the other, in [-1, 1]
     * @param shape of a picture
     * @param noise by which latents are drawn
     */
    public static double error(AutoencoderCodec codec, float[] values, long[] shape, Noise noise) {
        long rows = values.length / (shape[0] * shape[1] * shape[2]);
        return Scope.call(
                () -> {
                    Tensor pictures = Tensors.of(values, rows, shape[0], shape[1], shape[2]);
                    Tensor back = Tensors.clamped(codec.decode(codec.encode(pictures, noise)), 1);
                    return back.sub(pictures).square().mean().item_double() / 4;
                },
                kept -> Stream.empty());
    }
}
