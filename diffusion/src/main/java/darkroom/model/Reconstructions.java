package darkroom.model;

import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.latent.AutoencoderCodec;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.IOException;
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
        long[] shape = data.shape();
        double[] sum = new double[1];
        try (AutoencoderCodec codec = folder.readAutoencoder();
                SeededNoise noise = SeededNoise.of(Seeds.at(seed, 1))) {
            for (int done = 0; done < count; done += BATCH) {
                int rows = Math.min(BATCH, count - done);
                float[] values = data.batch(seed, done / BATCH, rows).values();
                Scope.run(() -> {
                    Tensor pictures = Tensors.of(values, rows, shape[0], shape[1], shape[2]);
                    Tensor back = Tensors.clamped(codec.decode(codec.encode(pictures, noise)), 1);
                    sum[0] += rows * back.sub(pictures).square().mean().item_double();
                });
            }
        }
        double ofUnitRange = sum[0] / count / 4;
        return -10 * Math.log10(ofUnitRange);
    }
}
