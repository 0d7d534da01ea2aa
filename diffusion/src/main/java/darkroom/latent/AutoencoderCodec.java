package darkroom.latent;

import darkroom.network.AutoencoderKl;
import darkroom.network.AutoencoderKlConfig;
import darkroom.sample.Noise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Latents of a variational autoencoder, scaled to about the spread of noise (Rombach et al. 2022, section 3.1 and appendix G): what latent
 * diffusion models see of pictures.
 */
public final class AutoencoderCodec implements Codec, AutoCloseable {

    private final AutoencoderKl network;
    private final Weights weights;
    private final TorchOperations on;

    /**
     * The codec of an autoencoder.
     *
     * @param weights its weights, in float32; the codec's to close
     */
    public AutoencoderCodec(AutoencoderKl network, Weights weights) {
        this.network = network;
        this.weights = weights;
        this.on = new TorchOperations(weights);
    }

    /** {@inheritDoc} Latents are drawn from the distribution that the encoder gives: one number of noise for each of theirs. */
    @Override
    public Tensor encode(Tensor pictures, Noise noise) {
        Moments moments = Moments.of(network.encode(on, pictures));
        Tensor drawn = moments.drawn(noise.next(Tensors.sizes(moments.mean())));
        return Tensors.scaled(config().scalingFactor(), drawn.sub_(new Scalar(shift())));
    }

    /** {@inheritDoc} Pictures are in [-1, 1] up to what the decoder overshoots; they are decoded one by one, to take less memory. */
    @Override
    public Tensor decode(Tensor samples) {
        return Scope.keep(() -> {
            new NoGradGuard();
            return Tensors.concatenated(
                    0,
                    LongStream.range(0, samples.size(0))
                            .mapToObj(row -> decodeOne(samples.narrow(0, row, 1)))
                            .toArray(Tensor[]::new));
        });
    }

    private Tensor decodeOne(Tensor sample) {
        return Scope.keep(() -> network.decode(
                on, Tensors.scaled(1 / config().scalingFactor(), sample).add_(new Scalar(shift()))));
    }

    private double shift() {
        Double given = config().shiftFactor();
        return given == null ? 0 : given;
    }

    /** The options of the autoencoder. */
    public AutoencoderKlConfig config() {
        return network.config();
    }

    @Override
    public long[] pictureShape(long... sampleShape) {
        int reduction = config().reduction();
        return new long[] {config().outChannels(), sampleShape[1] * reduction, sampleShape[2] * reduction};
    }

    @Override
    public void close() {
        on.close();
        weights.close();
    }
}
