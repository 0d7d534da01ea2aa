package darkroom.network;

import darkroom.network.ResidualBlock.Form;
import darkroom.network.ResidualBlock.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net of text-to-image diffusion models (Rombach et al. 2022, section 3.3; Podell et al. 2023), built as diffusers'
 * {@code UNet2DConditionModel}: the same options, parameter names and order of construction.
 *
 * <p>Samples are [B, in, H, W], outputs [B, out, H, W]; H and W must be multiples of 2 for each halving. It is told the tokens of a
 * text, [B, L, D], and where its options ask for it a pooled text with {@link #SIZES}, or {@link #GUIDANCE}.
 */
public final class TextUNet implements Network {

    /** By which name among {@link Conditioning#added} a network is told sizes and crops, [B, 6] (Podell et al. 2023, section 2.2). */
    public static final String SIZES = "time_ids";

    /** By which name a network is told the embedding of a guidance scale, [B, E] (Luo et al. 2023, section 4.2). */
    public static final String GUIDANCE = "timestep_cond";

    /** How many tokens CLIP's texts have, and how many numbers sizes and crops are. */
    private static final long TOKENS = 77, NUMBERS = 6;

    private static final String IN = "conv_in";
    private static final String TIME = "time_embedding";
    private static final String CLASSES = "class_embedding";
    private static final String ADDED = "add_embedding";
    private static final String OUT = "conv_out";

    private final TextUNetConfig config;
    private final int timeChannels;
    private final Sinusoids sinusoids;
    private final Passage passage;
    private final Norm normOut;
    private final Style style;

    /** A U-Net with given options. */
    public TextUNet(TextUNetConfig config) {
        this.config = config;
        List<Integer> channels = config.blockOutChannels();
        int blocks = channels.size(), first = channels.get(0);
        timeChannels = config.timeEmbeddingDim() == null ? 4 * first : config.timeEmbeddingDim();
        sinusoids = new Sinusoids(first, config.flipSinToCos(), config.freqShift());
        style = new Style(
                timeChannels,
                config.normEps(),
                config.resnetTimeScaleShift().equals("scale_shift"),
                config.dropout(),
                Activation.named(config.actFn()));
        List<DownStage> down = new ArrayList<>();
        List<UpStage> up = new ArrayList<>();
        int before = first;
        for (int i = 0; i < blocks; i++) {
            down.add(down(i, before, i < blocks - 1));
            before = channels.get(i);
        }
        for (int i = 0; i < blocks; i++) {
            up.add(up(i, before));
            before = channels.get(blocks - 1 - i);
        }
        passage = new Passage(down, config.midBlockType() == null ? List.of() : middle(blocks - 1), up);
        normOut = new Norm("conv_norm_out", first, config.normNumGroups(), config.normEps());
    }

    private DownStage down(int block, int from, boolean halves) {
        String name = "down_blocks." + block;
        boolean attends = config.downBlockTypes().get(block).startsWith("CrossAttn");
        int to = config.blockOutChannels().get(block);
        List<Layer> layers = new ArrayList<>();
        for (int j = 0; j < config.layers(block); j++) {
            layers.add(layer(name, j, j == 0 ? from : to, block, attends));
        }
        Unit halving = halves
                ? new ResizingConvolution(name + ".downsamplers.0", to, false, config.downsamplePadding() == 0)
                : null;
        return new DownStage(layers, halving, null);
    }

    private List<Layer> middle(int block) {
        int channels = config.blockOutChannels().get(block);
        Form form = Form.of(channels, channels, config.normNumGroups(), config.midBlockScaleFactor());
        return List.of(
                new Layer(
                        new ResidualBlock("mid_block.resnets.0", style, form),
                        transformer("mid_block.attentions.0", block)),
                new Layer(new ResidualBlock("mid_block.resnets.1", style, form), null));
    }

    /** A stage on the way up, counted from the middle. */
    private UpStage up(int index, int from) {
        List<Integer> channels = config.blockOutChannels();
        int block = channels.size() - 1 - index, to = channels.get(block);
        String name = "up_blocks." + index;
        boolean attends = config.upBlockTypes().get(index).startsWith("CrossAttn");
        int last = config.layers(block);
        List<Layer> layers = new ArrayList<>();
        for (int j = 0; j <= last; j++) {
            int skip = j == last ? channels.get(Math.max(0, block - 1)) : to;
            layers.add(layer(name, j, (j == 0 ? from : to) + skip, block, attends));
        }
        Unit doubling = block > 0 ? new ResizingConvolution(name + ".upsamplers.0", to, true, false) : null;
        return new UpStage(layers, null, doubling, null);
    }

    private Layer layer(String stage, int index, int from, int block, boolean attends) {
        int to = config.blockOutChannels().get(block);
        Form form = Form.of(from, to, config.normNumGroups(), 1);
        return new Layer(
                new ResidualBlock(stage + ".resnets." + index, style, form),
                attends ? transformer(stage + ".attentions." + index, block) : null);
    }

    private TransformerBlock transformer(String name, int block) {
        return new TransformerBlock(
                name,
                config.blockOutChannels().get(block),
                config.textChannels(block),
                config.heads(block),
                config.transformerLayers(block),
                config.normNumGroups(),
                config.useLinearProjection(),
                config.dropout());
    }

    /** The options. */
    public TextUNetConfig config() {
        return config;
    }

    @Override
    public long[] sampleShape() {
        List<Integer> size = config.sampleSize() == null
                ? List.of(1 << (config.blockOutChannels().size() + 1))
                : config.sampleSize();
        return new long[] {config.inChannels(), size.get(0), size.get(size.size() - 1)};
    }

    @Override
    public int classEmbeddings() {
        @Nullable Integer rows = config.numClassEmbeds();
        return rows == null ? 0 : rows;
    }

    @Override
    public void declare(Parameters parameters) {
        int first = config.blockOutChannels().get(0);
        parameters.convolution(IN, config.inChannels(), first, 3);
        parameters.linear(TIME + ".linear_1", first, timeChannels);
        if (config.timeCondProjDim() != null) {
            parameters.matrix(TIME + ".cond_proj", config.timeCondProjDim(), first);
        }
        parameters.linear(TIME + ".linear_2", timeChannels, timeChannels);
        if (config.classEmbedType() != null) {
            declareEmbedding(parameters, CLASSES, first);
        } else if (config.numClassEmbeds() != null) {
            parameters.embedding(CLASSES, config.numClassEmbeds(), timeChannels);
        }
        if (config.projectionClassEmbeddingsInputDim() != null && config.additionEmbedType() != null) {
            declareEmbedding(parameters, ADDED, config.projectionClassEmbeddingsInputDim());
        }
        passage.declare(parameters);
        normOut.declare(parameters);
        parameters.convolution(OUT, first, config.outChannels(), 3);
    }

    private void declareEmbedding(Parameters parameters, String name, int from) {
        parameters.linear(name + ".linear_1", from, timeChannels);
        parameters.linear(name + ".linear_2", timeChannels, timeChannels);
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
        Told<T> pieces =
                new Told<>(on.activation(embedded(on, timesteps, told), style.activation()), told.requireTokens());
        T seen = config.centerInputSample() ? on.affine(x, 2, -1) : x;
        Flow<T> in = new Flow<>(on.part(IN, on.convolution(IN, seen, 1, 1)), null);
        Flow<T> flow = passage.forward(on, in, pieces);
        T normed = on.part(normOut.name(), normOut.forward(on, flow.hidden()));
        T active = on.activation(normed, style.activation());
        return on.part(OUT, on.convolution(OUT, active, 1, 1));
    }

    /** {@inheritDoc} Texts have 77 tokens here, as CLIP's have; the network takes any number. */
    @Override
    public <T> Conditioning<T> told(Function<List<Long>, T> given) {
        T tokens = given.apply(List.of(TOKENS, (long) config.textChannels(0))), labels = given.apply(List.of());
        Integer sizes = config.additionTimeEmbedDim(), added = config.projectionClassEmbeddingsInputDim();
        if (config.additionEmbedType() == null || sizes == null || added == null) {
            return new Conditioning<>(labels, tokens, null, Map.of());
        }
        T pooled = given.apply(List.of((long) added - NUMBERS * sizes));
        return new Conditioning<>(labels, tokens, pooled, Map.of(SIZES, given.apply(List.of(NUMBERS))));
    }

    /** The time, and what is added to it, [B, E]. */
    private <T> T embedded(Operations<T> on, T timesteps, Conditioning<T> told) {
        T time = on.sinusoids(timesteps, sinusoids);
        if (config.timeCondProjDim() != null && told.added().containsKey(GUIDANCE)) {
            time = on.add(time, on.linear(TIME + ".cond_proj", told.requireAdded(GUIDANCE)));
        }
        T all = on.part(TIME, spread(on, TIME, time, style.activation()));
        if (config.classEmbedType() != null) {
            all = on.add(all, spread(on, CLASSES, on.sinusoids(told.requireLabels(), sinusoids), style.activation()));
        } else if (config.numClassEmbeds() != null) {
            all = on.add(all, on.embedding(CLASSES, told.requireLabels()));
        }
        @Nullable Integer sizes = config.additionTimeEmbedDim();
        if (config.additionEmbedType() == null || sizes == null) {
            return all;
        }
        T numbers =
                on.sinusoids(told.requireAdded(SIZES), new Sinusoids(sizes, config.flipSinToCos(), config.freqShift()));
        return on.add(
                all, on.part(ADDED, spread(on, ADDED, on.concatenate(told.requirePooled(), numbers), Activation.SILU)));
    }

    private static <T> T spread(Operations<T> on, String name, T embedding, Activation activation) {
        return on.linear(name + ".linear_2", on.activation(on.linear(name + ".linear_1", embedding), activation));
    }
}
