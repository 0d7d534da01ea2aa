package darkroom.network;

import darkroom.network.ResidualBlock.Form;
import darkroom.network.ResidualBlock.Style;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variational autoencoder of latent diffusion (Rombach et al. 2022, section 3.1; Kingma and Welling 2014), built as diffusers'
 * {@code AutoencoderKL}: the same options, parameter names and order of construction.
 *
 * <p>Pictures are [B, C, H, W] in [-1, 1], H and W multiples of {@link AutoencoderKlConfig#reduction()}.
 */
public final class AutoencoderKl implements Autoencoder {

    private static final double EPSILON = 1e-6;

    /** The layers of one size, and what changes the size behind them. */
    private record Stage(List<Layer> layers, @Nullable Unit resizing) implements Parametrised {

        @Override
        public void declare(Parameters parameters) {
            layers.forEach(layer -> layer.declare(parameters));
            if (resizing != null) {
                resizing.declare(parameters);
            }
        }

        <T> T forward(Operations<T> on, T x, Told<T> told) {
            T hidden = x;
            for (Layer layer : layers) {
                hidden = layer.forward(on, hidden, told);
            }
            return resizing == null ? hidden : resizing.forward(on, hidden, told);
        }
    }

    /** One of both halves. */
    private record Half(String name, int from, int first, List<Stage> stages, Norm norm, int to)
            implements Parametrised {

        @Override
        public void declare(Parameters parameters) {
            parameters.convolution(name + ".conv_in", from, first, 3);
            stages.forEach(stage -> stage.declare(parameters));
            norm.declare(parameters);
            parameters.convolution(name + ".conv_out", norm.channels(), to, 3);
        }

        <T> T forward(Operations<T> on, T x) {
            // Nothing is told; no piece asks.
            T hidden = on.convolution(name + ".conv_in", x, 1, 1);
            Told<T> nothing = new Told<>(hidden, null);
            for (Stage stage : stages) {
                hidden = stage.forward(on, hidden, nothing);
            }
            return on.convolution(name + ".conv_out", on.silu(norm.forward(on, hidden)), 1, 1);
        }
    }

    private final AutoencoderKlConfig config;
    private final Style style;
    private final Half encoder;
    private final Half decoder;

    /** An autoencoder with given options. */
    public AutoencoderKl(AutoencoderKlConfig config) {
        this.config = config;
        this.style = new Style(0, EPSILON, false, 0, Activation.named(config.actFn()));
        List<Integer> channels = config.blockOutChannels();
        int blocks = channels.size(), layers = config.layersPerBlock();
        int first = channels.get(0), last = channels.get(blocks - 1);
        List<Stage> down = new ArrayList<>(), up = new ArrayList<>();
        int before = first;
        for (int i = 0; i < blocks; i++) {
            String name = "encoder.down_blocks." + i;
            Unit halving = i == blocks - 1
                    ? null
                    : new ResizingConvolution(name + ".downsamplers.0", channels.get(i), false, true);
            down.add(stage(name, layers, before, channels.get(i), halving));
            before = channels.get(i);
        }
        down.add(middle("encoder.mid_block", last));
        up.add(middle("decoder.mid_block", last));
        for (int i = 0; i < blocks; i++) {
            String name = "decoder.up_blocks." + i;
            int to = channels.get(blocks - 1 - i);
            Unit doubling = i == blocks - 1 ? null : new ResizingConvolution(name + ".upsamplers.0", to, true, false);
            up.add(stage(name, layers + 1, before, to, doubling));
            before = to;
        }
        int latent = config.latentChannels();
        encoder = new Half("encoder", config.inChannels(), first, down, normOut("encoder", last), 2 * latent);
        decoder = new Half("decoder", latent, last, up, normOut("decoder", first), config.outChannels());
    }

    private Stage stage(String name, int layers, int from, int to, @Nullable Unit resizing) {
        List<Layer> made = new ArrayList<>();
        for (int j = 0; j < layers; j++) {
            made.add(new Layer(residual(name + ".resnets." + j, j == 0 ? from : to, to), null));
        }
        return new Stage(made, resizing);
    }

    private Stage middle(String name, int channels) {
        Attends attention = config.midBlockAddAttention()
                ? new AttentionBlock(name + ".attentions.0", channels, channels, config.normNumGroups(), EPSILON, 1)
                : null;
        return new Stage(
                List.of(
                        new Layer(residual(name + ".resnets.0", channels, channels), attention),
                        new Layer(residual(name + ".resnets.1", channels, channels), null)),
                null);
    }

    private ResidualBlock residual(String name, int from, int to) {
        return new ResidualBlock(name, style, Form.of(from, to, config.normNumGroups(), 1));
    }

    private Norm normOut(String half, int channels) {
        return new Norm(half + ".conv_norm_out", channels, config.normNumGroups(), EPSILON);
    }

    @Override
    public AutoencoderKlConfig config() {
        return config;
    }

    @Override
    public void declare(Parameters parameters) {
        int latent = config.latentChannels();
        encoder.declare(parameters);
        decoder.declare(parameters);
        if (config.useQuantConv()) {
            parameters.convolution("quant_conv", 2 * latent, 2 * latent, 1);
        }
        if (config.usePostQuantConv()) {
            parameters.convolution("post_quant_conv", latent, latent, 1);
        }
    }

    @Override
    public <T> T encode(Operations<T> on, T pictures) {
        T moments = encoder.forward(on, pictures);
        return config.useQuantConv() ? on.convolution("quant_conv", moments, 1, 0) : moments;
    }

    @Override
    public <T> T decode(Operations<T> on, T latents) {
        T mixed = config.usePostQuantConv() ? on.convolution("post_quant_conv", latents, 1, 0) : latents;
        return decoder.forward(on, mixed);
    }
}
