package darkroom.model;

import darkroom.latent.AutoencoderCodec;
import darkroom.network.Conditioning;
import darkroom.objective.Objective;
import darkroom.sample.Noise;
import darkroom.sample.Repainted;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.torch.Evaluator;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Drawing that begins with a picture: the whole of it is drawn anew from noise up to a level (Meng et al. 2022), or a part of it (Rombach et
 * al. 2022, section 4.5). Random numbers are drawn in the order of diffusers' image-to-image and inpainting pipelines.
 *
 * @param pictures one for all samples or one for each, [B, C, H, W] in [-1, 1]
 * @param mask 1 where a picture is painted anew and 0 where it is kept, [1, 1, H, W]; null where all of it is drawn anew
 * @param pure whether it begins in pure noise, not at the pictures with noise; with a mask only
 */
public record Redrawing(
        TextToImage model, Tensor pictures, @Nullable Tensor mask, boolean pure) {

    /**
     * A run at its first step.
     *
     * @param sampling of the model; its grid begins at the level up to which noise is added
     * @param noise the run's, which closes it
     * @param count how many samples
     * @return a run for the caller to close, within the caller's scope, which also holds what is known of the pictures
     */
    public SamplingRun start(Sampling sampling, Noise noise, int count) {
        Tensor region = mask;
        return region == null
                ? sampling.startFrom(encoded(pictures, noise, count), noise)
                : repaint(sampling, noise, count, region);
    }

    private SamplingRun repaint(Sampling sampling, Noise noise, int count, Tensor region) {
        Tensor known = pure && model.repaints() ? null : encoded(pictures, noise, count);
        long[] shape = pictures.sizes().vec().get();
        long reduction = codec().config().reduction();
        Tensor fresh = noise.next(count, codec().config().latentChannels(), shape[2] / reduction, shape[3] / reduction);
        Tensor start = pure || known == null
                ? Tensors.scaled(sampling.noiseScale(), fresh)
                : Objective.noisy(known, fresh, sampling.grid().start());
        Tensor outside = region.lt(new Scalar(0.5)).to(pictures.scalar_type());
        Tensor masked = encoded(pictures.mul(outside), noise, count);
        Tensor small = sparse(sparse(region, 2, reduction), 3, reduction);
        Sampling whole = known == null || model.repaints()
                ? beside(sampling, Tensors.concatenated(1, small.expand(count, -1, -1, -1), masked))
                : sampling.with(new Repainted(sampling.sampler(), known, fresh, small));
        return SamplingRun.from(whole, noise, start);
    }

    private AutoencoderCodec codec() {
        return model.codec();
    }

    private Tensor encoded(Tensor shown, Noise noise, int count) {
        return codec().encode(shown, noise).expand(count, -1, -1, -1);
    }

    /** The first of every few numbers along a dimension, as diffusers makes a picture smaller by its nearest pixels. */
    private static Tensor sparse(Tensor x, long dimension, long step) {
        return x.slice(dimension, new LongOptional(0), new LongOptional(x.size(dimension)), step);
    }

    private static Sampling beside(Sampling sampling, Tensor beside) {
        NetworkDenoiser seen = (NetworkDenoiser) sampling.denoiser();
        return sampling.with(
                new NetworkDenoiser(new Beside(seen.evaluator(), beside), seen.objective(), seen.vocabulary()));
    }

    /** A network that sees more channels beside those of each sample. */
    private record Beside(Evaluator evaluator, Tensor channels) implements Evaluator {

        @Override
        public Tensor evaluate(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {
            Tensor rows = channels.repeat(x.size(0) / channels.size(0), 1, 1, 1);
            return evaluator.evaluate(Tensors.concatenated(1, x, rows), timesteps, told);
        }
    }
}
