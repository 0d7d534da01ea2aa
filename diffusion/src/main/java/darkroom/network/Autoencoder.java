package darkroom.network;

/** A network that leads from pictures to latents, and back. Pictures are [B, C, H, W] in [-1, 1], both sizes multiples of its reduction. */
public interface Autoencoder extends Parametrised {

    /** The options. */
    AutoencoderConfig config();

    /**
     * What pictures are encoded as.
     *
     * @return the latents [B, L, h, w]; where they are distributed, [B, 2 L, h, w]: first the means, then the logarithms of the variances
     */
    <T> T encode(Operations<T> on, T pictures);

    /**
     * The pictures of latents.
     *
     * @param latents [B, L, h, w], as encoded: neither scaled nor shifted
     */
    <T> T decode(Operations<T> on, T latents);
}
