package darkroom.train;

import darkroom.latent.Moments;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** How errors of an autoencoder's pictures count, and how much its latents may tell (Rombach et al. 2022, appendix G). */
public record Reconstruction(
        @Setting(value = "the weight of the squared error", otherwise = "1", range = "[0, inf)")
        double squared,

        @Setting(value = "the weight of the absolute error", otherwise = "1", range = "[0, inf)")
        double absolute,

        @Setting(
                value =
                        "the weight of the absolute error of the differences between neighbouring pixels, which blurred edges get wrong",
                otherwise = "0",
                range = "[0, inf)")
        double edges,

        @Setting(
                value = "the weight of the latents' divergence from standard normal numbers",
                otherwise = "0.001",
                range = "[0, inf)")
        double divergence) {

    public Reconstruction {
        Settings.check(Reconstruction.class, squared, absolute, edges, divergence);
    }

    /**
     * The loss, a scalar.
     *
     * @param output the pictures that came back, [B, C, H, W]
     * @param pictures those that were encoded
     * @param latents what they were encoded as
     */
    Tensor loss(Tensor output, Tensor pictures, Moments latents) {
        Tensor error = output.sub(pictures);
        Tensor loss = Tensors.scaled(squared, error.square().mean())
                .add(Tensors.scaled(absolute, error.abs().mean()))
                .add(Tensors.scaled(divergence, latents.divergence()));
        return edges == 0 ? loss : loss.add(Tensors.scaled(edges, step(error, 2).add(step(error, 3))));
    }

    private static Tensor step(Tensor error, long along) {
        return error.diff(1, along, new TensorOptional(), new TensorOptional())
                .abs()
                .mean();
    }
}
