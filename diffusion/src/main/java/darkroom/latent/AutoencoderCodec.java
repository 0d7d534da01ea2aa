package darkroom.latent;

import darkroom.network.Autoencoder;
import darkroom.network.AutoencoderConfig;
import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.plan.ChosenEvaluator;
import darkroom.plan.Engine;
import darkroom.sample.Noise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Latents of an autoencoder, scaled to about the spread of noise (Rombach et al. 2022, section 3.1 and appendix G): what latent
 * diffusion models see of pictures.
 */
public final class AutoencoderCodec implements Codec, AutoCloseable {

    private final Autoencoder network;
    private final Weights weights;
    private final TorchOperations on;
    private final ChosenEvaluator decoder;
    private boolean inTiles;

    /** The decoder as a network, which is told nothing besides latents. */
    private record Decoder(Autoencoder whole) implements Network {

        @Override
        public void declare(Parameters parameters) {
            whole.declare(parameters);
        }

        @Override
        public <T> T forward(Operations<T> on, T latents, T timesteps, Conditioning<T> told) {
            return whole.decode(on, latents);
        }

        @Override
        public long[] sampleShape() {
            AutoencoderConfig config = whole.config();
            int side = config.side() / config.reduction();
            return new long[] {config.latentChannels(), side, side};
        }

        @Override
        public int classEmbeddings() {
            return 0;
        }
    }

    /**
     * The codec of an autoencoder.
     *
     * @param weights its weights, in the type that it computes in; the codec's to close
     */
    public AutoencoderCodec(Autoencoder network, Weights weights) {
        this.network = network;
        this.weights = weights;
        this.on = new TorchOperations(weights);
        this.decoder = new ChosenEvaluator(new Decoder(network), weights, on, Engine.LIBTORCH);
    }

    /** {@inheritDoc} Where the encoder gives distributions, latents are drawn from them: one number of noise for each of theirs. */
    @Override
    public Tensor encode(Tensor pictures, Noise noise) {
        Tiles tiles = new Tiles(config().side(), config().side() / config().reduction());
        Tensor encoded = inTiles && tiles.needed(pictures) ? tiles.mapped(pictures, this::encoded) : encoded(pictures);
        return Tensors.scaled(
                config().scalingFactor(),
                (config().distributed() ? drawn(encoded, noise) : encoded).sub_(new Scalar(shift())));
    }

    private Tensor encoded(Tensor pictures) {
        return network.encode(on, pictures.to(on.type())).to(pictures.scalar_type());
    }

    private static Tensor drawn(Tensor encoded, Noise noise) {
        Moments moments = Moments.of(encoded);
        return moments.drawn(noise.next(Tensors.sizes(moments.mean())));
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
        return Scope.keep(() -> {
            Tensor latents =
                    Tensors.scaled(1 / config().scalingFactor(), sample).add_(new Scalar(shift()));
            Tiles tiles = new Tiles(config().side() / config().reduction(), config().side());
            return inTiles && tiles.needed(latents) ? tiles.mapped(latents, this::decodedTile) : decodedTile(latents);
        });
    }

    private Tensor decodedTile(Tensor latents) {
        return decoder.evaluate(latents, torch.zeros(1), Conditioning.none());
    }

    /**
     * Computes pictures that are larger than those it learned from in tiles of their size, from the next one on: slower, by a little other
     * pictures, and in the memory of a tile.
     *
     * @throws IllegalArgumentException for an autoencoder without distributions, which diffusers cuts in another way
     */
    public void useTiles(boolean tiles) {
        if (tiles && !config().distributed()) {
            throw new IllegalArgumentException(
                    "Tiles are for an AutoencoderKL; this model's autoencoder takes little memory without them.");
        }
        inTiles = tiles;
    }

    /** Lets an engine decode from the next picture on. */
    public void use(Engine engine) {
        decoder.use(engine);
    }

    /** Which engine decoded the last picture. */
    public Engine engine() {
        return decoder.ran();
    }

    private double shift() {
        Double given = config().shiftFactor();
        return given == null ? 0 : given;
    }

    /** The options of the autoencoder. */
    public AutoencoderConfig config() {
        return network.config();
    }

    @Override
    public long[] pictureShape(long... sampleShape) {
        int reduction = config().reduction();
        return new long[] {config().outChannels(), sampleShape[1] * reduction, sampleShape[2] * reduction};
    }

    @Override
    public void close() {
        decoder.close();
        on.close();
        weights.close();
    }
}
