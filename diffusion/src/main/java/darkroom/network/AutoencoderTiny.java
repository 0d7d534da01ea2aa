package darkroom.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A small autoencoder that learned the latents of a large one (TAESD, Boer Bohan 2023), built as diffusers' {@code AutoencoderTiny}: convolutions
 * and residual blocks of three, without norms.
 */
public final class AutoencoderTiny implements Autoencoder {

    /** Latents beyond about so much are held back before they are decoded. */
    private static final double MOST = 3;

    /** A layer by its place in a half, which is its name. */
    private interface Piece extends Parametrised {
        <T> T forward(Operations<T> on, T x);
    }

    private record Convolved(String name, int from, int to, int stride, boolean biased) implements Piece {
        @Override
        public void declare(Parameters parameters) {
            if (biased) {
                parameters.convolution(name, from, to, 3);
            } else {
                parameters.kernel(name, from, to, 3);
            }
        }

        @Override
        public <T> T forward(Operations<T> on, T x) {
            return on.convolution(name, x, stride, 1);
        }
    }

    private record Active(Activation function) implements Piece {
        @Override
        public void declare(Parameters parameters) {}

        @Override
        public <T> T forward(Operations<T> on, T x) {
            return on.activation(x, function);
        }
    }

    private record Doubled() implements Piece {
        @Override
        public void declare(Parameters parameters) {}

        @Override
        public <T> T forward(Operations<T> on, T x) {
            return on.upsample(x);
        }
    }

    /** Three convolutions with activations between, added to what came in, and what is negative then left out. */
    private record Block(String name, int channels, Activation function) implements Piece {
        @Override
        public void declare(Parameters parameters) {
            for (int i = 0; i <= 4; i += 2) {
                parameters.convolution(name + ".conv." + i, channels, channels, 3);
            }
        }

        @Override
        public <T> T forward(Operations<T> on, T x) {
            T hidden = on.convolution(name + ".conv.0", x, 1, 1);
            hidden = on.convolution(name + ".conv.2", on.activation(hidden, function), 1, 1);
            hidden = on.convolution(name + ".conv.4", on.activation(hidden, function), 1, 1);
            return on.activation(on.add(hidden, x), Activation.RELU);
        }
    }

    /** The layers of a half, each named by how many there are before it. */
    private static final class Half {

        private final String name;
        private final List<Piece> pieces = new ArrayList<>();

        Half(String name) {
            this.name = name;
        }

        private String next() {
            return name + ".layers." + pieces.size();
        }

        void convolution(int from, int to, int stride, boolean biased) {
            pieces.add(new Convolved(next(), from, to, stride, biased));
        }

        void add(Piece piece) {
            pieces.add(piece);
        }

        void blocks(int count, int channels, Activation function) {
            for (int i = 0; i < count; i++) {
                pieces.add(new Block(next(), channels, function));
            }
        }

        void declare(Parameters parameters) {
            pieces.forEach(piece -> piece.declare(parameters));
        }

        <T> T forward(Operations<T> on, T x) {
            T hidden = x;
            for (Piece piece : pieces) {
                hidden = piece.forward(on, hidden);
            }
            return hidden;
        }
    }

    private final AutoencoderTinyConfig config;
    private final Half encoder = new Half("encoder");
    private final Half decoder = new Half("decoder");

    /** An autoencoder with given options. */
    public AutoencoderTiny(AutoencoderTinyConfig config) {
        this.config = config;
        Activation function = Activation.named(config.actFn());
        int wide = config.encoderBlockOutChannels().get(0),
                blocks = config.numEncoderBlocks().size();
        for (int i = 0; i < blocks; i++) {
            if (i == 0) {
                encoder.convolution(config.inChannels(), wide, 1, true);
            } else {
                encoder.convolution(wide, wide, 2, false);
            }
            encoder.blocks(config.numEncoderBlocks().get(i), wide, function);
        }
        encoder.convolution(wide, config.latentChannels(), 1, true);
        int deep = config.decoderBlockOutChannels().get(0);
        decoder.convolution(config.latentChannels(), deep, 1, true);
        decoder.add(new Active(function));
        for (int i = 0; i < blocks; i++) {
            boolean last = i == blocks - 1;
            decoder.blocks(config.numDecoderBlocks().get(i), deep, function);
            if (!last) {
                decoder.add(new Doubled());
            }
            decoder.convolution(deep, last ? config.outChannels() : deep, 1, last);
        }
    }

    @Override
    public AutoencoderTinyConfig config() {
        return config;
    }

    @Override
    public void declare(Parameters parameters) {
        encoder.declare(parameters);
        decoder.declare(parameters);
    }

    @Override
    public <T> T encode(Operations<T> on, T pictures) {
        return encoder.forward(on, on.affine(pictures, 0.5, 0.5));
    }

    @Override
    public <T> T decode(Operations<T> on, T latents) {
        T held = on.affine(on.activation(on.affine(latents, 1 / MOST, 0), Activation.TANH), MOST, 0);
        return on.affine(decoder.forward(on, held), 2, -1);
    }
}
