package darkroom.model;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.diffusers.Layout;
import darkroom.latent.Moments;
import darkroom.network.AutoencoderKl;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.Networks;
import darkroom.settings.Settings;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import darkroom.train.AutoencodingTask;
import darkroom.train.Recipe;
import darkroom.train.Reconstruction;
import darkroom.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;

/** Makes autoencoders. */
final class AutoencodingCraft implements Craft {

    private static final String SCALE = "scaling_factor";
    private static final int MEASURED = 256;
    /** Apart from the streams of a training. */
    private static final int FRESH = 20;

    private final Recipe recipe;
    private final AutoencoderKlConfig config;
    private final AutoencodingTask task;

    AutoencodingCraft(Recipe recipe, AutoencoderKlConfig config, DataSet data) {
        this.recipe = recipe;
        this.config = config;
        Reconstruction given = recipe.reconstruction();
        Reconstruction losses = given == null ? Settings.defaults(Reconstruction.class) : given;
        task = new AutoencodingTask(config.network(), losses, data);
    }

    @Override
    public Task<?> task() {
        return task;
    }

    /** Writes it with the scale that gives its latents the spread of noise. */
    @Override
    public void write(ModelFolder folder, Weights weights) throws IOException {
        folder.write(recipe, null);
        Path network = new Layout(folder.path()).autoencoder();
        folder.write(network, Networks.ALL.write(config).put(SCALE, 1 / spread(weights)), weights.byName());
    }

    /** The standard deviation of the means of latents of fresh pictures (Rombach et al. 2022, appendix G). */
    private double spread(Weights weights) {
        double[] found = new double[1];
        Scope.run(() -> {
            DataSet data = task.data();
            Batch fresh = data.batch(Seeds.at(recipe.training().seed(), FRESH), 0, MEASURED);
            AutoencoderKl network = task.network();
            long[] shape = {MEASURED, data.shape()[0], data.shape()[1], data.shape()[2]};
            try (TorchOperations on = new TorchOperations(weights)) {
                Tensor means = Moments.of(network.encode(on, Tensors.of(fresh.values(), shape)))
                        .mean();
                found[0] = means.std().item_double();
            }
        });
        return found[0];
    }
}
