package darkroom.latent;

import darkroom.sample.Noise;
import org.bytedeco.pytorch.Tensor;

/**
 * Leads from pictures, or points, to the samples that a network sees, and back: the identity, or an autoencoder whose
 * latents are sampled in the pictures' place (Rombach et al. 2022, section 3).
 */
public interface Codec {

    /** For networks that see the pictures themselves. */
    Codec IDENTITY = new Codec() {
        @Override
        public Tensor encode(Tensor pictures, Noise noise) {
            return pictures;
        }

        @Override
        public Tensor decode(Tensor samples) {
            return samples;
        }

        @Override
        public long[] pictureShape(long... sampleShape) {
            return sampleShape.clone();
        }

        @Override
        public String toString() {
            return "identity";
        }
    };

    /**
     * What the network sees of pictures.
     *
     * @param pictures [B, C, H, W] in [-1, 1], or points [B, D]
     * @param noise what a random encoder draws from; an encoder may draw nothing
     * @return samples [B, ...], which may be {@code pictures} itself
     */
    Tensor encode(Tensor pictures, Noise noise);

    /**
     * The pictures of samples.
     *
     * @param samples [B, ...] as the network sees them
     * @return pictures [B, C, H, W], or points [B, D], which may be {@code samples} itself
     */
    Tensor decode(Tensor samples);

    /** The shape of the picture, or point, of a sample of a shape, both without the batch. */
    long[] pictureShape(long... sampleShape);
}
