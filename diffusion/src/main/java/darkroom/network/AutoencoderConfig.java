package darkroom.network;

import org.jspecify.annotations.Nullable;

/** What a latent diffusion model has to know of its autoencoder. */
public interface AutoencoderConfig {

    /** The network, without weights. */
    Autoencoder network();

    /** Channels of a picture that is encoded. */
    int inChannels();

    /** Channels of a picture that was decoded. */
    int outChannels();

    /** Channels of the latents. */
    int latentChannels();

    /** By how much a picture is larger than its latents, both ways. */
    int reduction();

    /** The side of the pictures that it is made for, in pixels. */
    int side();

    /** By what latents are multiplied before noise is added to them. */
    double scalingFactor();

    /** What is taken from latents before they are multiplied; null for nothing. */
    @Nullable
    Double shiftFactor();

    /** Whether the encoder gives distributions, from which latents are drawn. */
    boolean distributed();
}
