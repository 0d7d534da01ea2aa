package darkroom.network;

import darkroom.network.ResidualBlock.Resize;
import darkroom.network.ResidualBlock.Style;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net of diffusion models (Ronneberger et al. 2015; Ho et al. 2020, appendix B), built as diffusers'
 * {@code UNet2DModel}: the same options, parameter names and order of construction.
 *
 * <p>Samples are [B, in, H, W], outputs [B, out, H, W]; H and W must be multiples of 2 for each halving.
 */
public final class UNet implements Network {

    private static final String IN = "conv_in";
    private static final String TIME = "time_embedding";
    private static final String TIME_1 = TIME + ".linear_1";
    private static final String TIME_2 = TIME + ".linear_2";
    private static final String CLASSES = "class_embedding";
    private static final String NORM_OUT = "conv_norm_out";
    private static final String OUT = "conv_out";

    /** A residual block and the attention behind it, if any. */
    private record Layer(ResidualBlock residual, @Nullable AttentionBlock attention) implements Unit {

        @Override
        public void declare(Parameters parameters) {
            residual.declare(parameters);
            if (attention != null) {
                attention.declare(parameters);
            }
        }

        @Override
        public <T> T forward(Operations<T> on, T x, T activeTime) {
            T hidden = residual.forward(on, x, activeTime);
            return attention == null ? hidden : attention.forward(on, hidden);
        }
    }

    /** The layers of one size, and what changes the size behind them. */
    private record Stage(List<Layer> layers, @Nullable Unit resizing) implements Parametrised {

        @Override
        public void declare(Parameters parameters) {
            layers.forEach(layer -> layer.declare(parameters));
            if (resizing != null) {
                resizing.declare(parameters);
            }
        }
    }

    private final UNetConfig config;
    private final Style style;
    private final Sinusoids sinusoids;
    private final List<Stage> down = new ArrayList<>();
    private final @Nullable Stage middle;
    private final List<Stage> up = new ArrayList<>();

    /** A U-Net with given options. */
    public UNet(UNetConfig config) {
        this.config = config;
        List<Integer> channels = config.blockOutChannels();
        int blocks = channels.size(), first = channels.get(0), last = channels.get(blocks - 1);
        int timeChannels = config.timeEmbeddingDim() == null ? 4 * first : config.timeEmbeddingDim();
        style = new Style(
                timeChannels,
                config.normNumGroups(),
                config.normEps(),
                config.resnetTimeScaleShift().equals("scale_shift"),
                config.dropout());
        sinusoids = new Sinusoids(first, config.flipSinToCos(), config.freqShift());
        int previous = first;
        for (int i = 0; i < blocks; i++) {
            down.add(downStage(i, previous, channels.get(i)));
            previous = channels.get(i);
        }
        middle = config.midBlockType() == null ? null : middleStage(last);
        for (int i = 0; i < blocks; i++) {
            int to = channels.get(blocks - 1 - i);
            int skip = channels.get(Math.max(0, blocks - 2 - i));
            up.add(upStage(i, previous, skip, to));
            previous = to;
        }
    }

    /** The options. */
    public UNetConfig config() {
        return config;
    }

    private Stage downStage(int i, int from, int to) {
        String name = "down_blocks." + i, type = config.downBlockTypes().get(i);
        boolean attends = switch (type) {
            case "AttnDownBlock2D" -> true;
            case "DownBlock2D", "ResnetDownsampleBlock2D" -> false;
            default -> throw unknown("down_block_types", type);
        };
        List<Layer> layers = new ArrayList<>();
        for (int j = 0; j < config.layersPerBlock(); j++) {
            layers.add(layer(name, j, j == 0 ? from : to, to, attends));
        }
        if (i == config.blockOutChannels().size() - 1) {
            return new Stage(layers, null);
        }
        boolean residual = type.equals("ResnetDownsampleBlock2D")
                || attends && config.downsampleType().equals("resnet");
        return new Stage(layers, resizing(name + ".downsamplers.0", to, Resize.HALVE, residual));
    }

    private Stage middleStage(int channels) {
        double scale = config.midBlockScaleFactor();
        Integer own = config.attnNormNumGroups();
        int groups = own != null ? own : style.scaleShift() ? 0 : config.normNumGroups();
        List<Layer> layers = List.of(
                new Layer(
                        new ResidualBlock("mid_block.resnets.0", style, channels, channels, Resize.NONE, scale),
                        config.addAttention()
                                ? new AttentionBlock(
                                        "mid_block.attentions.0",
                                        channels,
                                        headChannels(channels),
                                        groups,
                                        config.normEps(),
                                        scale)
                                : null),
                new Layer(
                        new ResidualBlock("mid_block.resnets.1", style, channels, channels, Resize.NONE, scale), null));
        return new Stage(layers, null);
    }

    private Stage upStage(int i, int from, int skip, int to) {
        String name = "up_blocks." + i, type = config.upBlockTypes().get(i);
        boolean attends = switch (type) {
            case "AttnUpBlock2D" -> true;
            case "UpBlock2D", "ResnetUpsampleBlock2D" -> false;
            default -> throw unknown("up_block_types", type);
        };
        List<Layer> layers = new ArrayList<>();
        int count = config.layersPerBlock() + 1;
        for (int j = 0; j < count; j++) {
            int skipped = j == count - 1 ? skip : to;
            layers.add(layer(name, j, (j == 0 ? from : to) + skipped, to, attends));
        }
        if (i == config.blockOutChannels().size() - 1) {
            return new Stage(layers, null);
        }
        boolean residual = type.equals("ResnetUpsampleBlock2D")
                || attends && config.upsampleType().equals("resnet");
        return new Stage(layers, resizing(name + ".upsamplers.0", to, Resize.DOUBLE, residual));
    }

    private Layer layer(String stage, int j, int from, int to, boolean attends) {
        return new Layer(
                new ResidualBlock(stage + ".resnets." + j, style, from, to, Resize.NONE, 1),
                attends
                        ? new AttentionBlock(
                                stage + ".attentions." + j,
                                to,
                                headChannels(to),
                                config.normNumGroups(),
                                config.normEps(),
                                1)
                        : null);
    }

    private Unit resizing(String name, int channels, Resize to, boolean residual) {
        return residual
                ? new ResidualBlock(name, style, channels, channels, to, 1)
                : new ResizingConvolution(name, channels, to == Resize.DOUBLE, config.downsamplePadding() == 0);
    }

    private int headChannels(int channels) {
        return config.attentionHeadDim() == null ? channels : config.attentionHeadDim();
    }

    private static IllegalArgumentException unknown(String option, String type) {
        return new IllegalArgumentException("A " + UNetConfig.CLASS_NAME + " cannot be configured so: " + option
                + " names the unsupported " + type + ".");
    }

    @Override
    public long[] sampleShape() {
        int size = config.sampleSize() == null ? 1 << (config.blockOutChannels().size() + 1) : config.sampleSize();
        return new long[] {config.inChannels(), size, size};
    }

    @Override
    public int classEmbeddings() {
        return config.numClassEmbeds() == null ? 0 : config.numClassEmbeds();
    }

    @Override
    public void declare(Parameters parameters) {
        int first = config.blockOutChannels().get(0);
        parameters.convolution(IN, config.inChannels(), first, 3);
        parameters.linear(TIME_1, sinusoids.channels(), style.timeChannels());
        parameters.linear(TIME_2, style.timeChannels(), style.timeChannels());
        if (classEmbeddings() > 0) {
            parameters.embedding(CLASSES, classEmbeddings(), style.timeChannels());
        }
        down.forEach(stage -> stage.declare(parameters));
        if (middle != null) {
            middle.declare(parameters);
        }
        up.forEach(stage -> stage.declare(parameters));
        parameters.norm(NORM_OUT, first);
        parameters.convolution(OUT, first, config.outChannels(), 3);
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
        T time = on.part(TIME, on.linear(TIME_2, on.silu(on.linear(TIME_1, on.sinusoids(timesteps, sinusoids)))));
        T embedded = classEmbeddings() > 0
                ? on.add(time, on.part(CLASSES, on.embedding(CLASSES, told.requireLabels())))
                : time;
        T active = on.silu(embedded);
        T hidden = on.part(IN, on.convolution(IN, config.centerInputSample() ? on.affine(x, 2, -1) : x, 1, 1));
        Deque<T> skips = new ArrayDeque<>();
        skips.push(hidden);
        for (Stage stage : down) {
            for (Layer layer : stage.layers) {
                hidden = layer.forward(on, hidden, active);
                skips.push(hidden);
            }
            if (stage.resizing != null) {
                hidden = stage.resizing.forward(on, hidden, active);
                skips.push(hidden);
            }
        }
        if (middle != null) {
            for (Layer layer : middle.layers) {
                hidden = layer.forward(on, hidden, active);
            }
        }
        for (Stage stage : up) {
            for (Layer layer : stage.layers) {
                T skip = on.skip(layer.residual.name(), skips.pop());
                hidden = layer.forward(on, on.concatenate(hidden, skip), active);
            }
            if (stage.resizing != null) {
                hidden = stage.resizing.forward(on, hidden, active);
            }
        }
        T normed = on.part(NORM_OUT, on.groupNorm(NORM_OUT, hidden, config.normNumGroups(), config.normEps()));
        return on.part(OUT, on.convolution(OUT, on.silu(normed), 1, 1));
    }
}
