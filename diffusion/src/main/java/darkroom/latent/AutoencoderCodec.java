package darkroom.latent;

import darkroom.network.AutoencoderKl;
import darkroom.network.AutoencoderKlConfig;
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
 * Latents of a variational autoencoder, scaled to about the spread of noise (Rombach et al. 2022, section 3.1 and appendix G): what latent
 * diffusion models see of pictures.
 */
public final class AutoencoderCodec implements Codec, AutoCloseable {

    private final AutoencoderKl network;
    private final Weights weights;
    private final TorchOperations on;
    private final ChosenEvaluator decoder;
    private boolean inTiles;

    /** The decoder as a network, which is told nothing besides latents. */
    private record Decoder(AutoencoderKl whole) implements Network {

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
            AutoencoderKlConfig config = whole.config();
            long height = config.sampleSize().get(0),
                    width = config.sampleSize().get(config.sampleSize().size() - 1);
            return new long[] {config.latentChannels(), height / config.reduction(), width / config.reduction()};
        }

        @Override
        public int classEmbeddings() {
            return 0;
        }
    }

    /**
     * The codec of an autoencoder.
     *
     * @param weights its weights, in float32; the codec's to close
     */
    public AutoencoderCodec(AutoencoderKl network, Weights weights) {
        this.network = network;
        this.weights = weights;
        this.on = new TorchOperations(weights);
        this.decoder = new ChosenEvaluator(new Decoder(network), weights, on, Engine.LIBTORCH);
    }

    /** {@inheritDoc} Latents are drawn from the distribution that the encoder gives: one number of noise for each of theirs. */
    @Override
    public Tensor encode(Tensor pictures, Noise noise) {
        Tiles tiles = new Tiles(side(), side() / config().reduction());
        Moments moments = Moments.of(
                inTiles && tiles.needed(pictures)
                        ? tiles.mapped(pictures, tile -> network.encode(on, tile))
                        : network.encode(on, pictures));
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
        return Scope.keep(() -> {
            Tensor latents =
                    Tensors.scaled(1 / config().scalingFactor(), sample).add_(new Scalar(shift()));
            Tiles tiles = new Tiles(side() / config().reduction(), side());
            return inTiles && tiles.needed(latents) ? tiles.mapped(latents, this::decodedTile) : decodedTile(latents);
        });
    }

    private Tensor decodedTile(Tensor latents) {
        return decoder.evaluate(latents, torch.zeros(1), Conditioning.none());
    }

    /** The side of the pictures that it learned from, which is that of a tile. */
    private long side() {
        return config().sampleSize().get(0);
    }

    /**
     * Computes pictures that are larger than those it learned from in tiles of their size, from the next one on: slower, by a little other
     * pictures, and in the memory of a tile.
     */
    public void useTiles(boolean tiles) {
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
        decoder.close();
        on.close();
        weights.close();
    }
}
