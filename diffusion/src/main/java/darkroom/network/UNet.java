package darkroom.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The U-Net of diffusion models (Ronneberger et al. 2015; Ho et al. 2020, appendix B; with skip blocks Song et al. 2021),
 * built as diffusers' {@code UNet2DModel}: the same options, parameter names and order of construction.
 *
 * <p>Samples are [B, in, H, W], outputs [B, out, H, W]; H and W must be multiples of 2 for each halving.
 */
public final class UNet implements Network {

    /** By which name among {@link Conditioning#added} a network is told embeddings of classes that are made elsewhere. */
    public static final String CLASS_EMBEDDING = "class_embedding";

    private static final String IN = "conv_in";
    private static final String TIME = "time_embedding";
    private static final String CLASSES = "class_embedding";
    private static final String OUT = "conv_out";
    private static final int NUMBERED_CLASSES = 1000;

    private final UNetConfig config;
    private final int timeChannels;
    private final TimeInput timeInput;
    private final Passage passage;
    private final Norm normOut;

    /** A U-Net with given options. */
    public UNet(UNetConfig config) {
        this.config = config;
        List<Integer> channels = config.blockOutChannels();
        int blocks = channels.size(), first = channels.get(0), last = channels.get(blocks - 1);
        timeChannels = config.timeEmbeddingDim() == null ? 4 * first : config.timeEmbeddingDim();
        Sinusoids sinusoids = new Sinusoids(first, config.flipSinToCos(), config.freqShift());
        Integer trained = config.numTrainTimesteps();
        timeInput = new TimeInput(config.timeEmbeddingType(), first, sinusoids, trained == null ? 0 : trained);
        Stages stages = new Stages(config, timeChannels);
        List<DownStage> down = new ArrayList<>();
        List<UpStage> up = new ArrayList<>();
        int layers = config.layersPerBlock(), previous = first;
        for (int i = 0; i < blocks; i++) {
            int to = channels.get(i);
            down.add(stages.down(
                    "down_blocks." + i, config.downBlockTypes().get(i), layers, previous, to, i < blocks - 1));
            previous = to;
        }
        for (int i = 0; i < blocks; i++) {
            int to = channels.get(blocks - 1 - i), skip = channels.get(Math.max(0, blocks - 2 - i));
            up.add(stages.up(
                    "up_blocks." + i, config.upBlockTypes().get(i), layers + 1, previous, skip, to, i < blocks - 1));
            previous = to;
        }
        passage = new Passage(down, config.midBlockType() == null ? List.of() : stages.middle("mid_block", last), up);
        Integer groups = config.normNumGroups();
        normOut =
                new Norm("conv_norm_out", first, groups == null ? Stages.usualGroups(first) : groups, config.normEps());
    }

    /** The options. */
    public UNetConfig config() {
        return config;
    }

    @Override
    public long[] sampleShape() {
        int blocks = config.blockOutChannels().size();
        List<Integer> size = config.sampleSize() == null ? List.of(1 << (blocks + 1)) : config.sampleSize();
        return new long[] {config.inChannels(), size.get(0), size.get(size.size() - 1)};
    }

    @Override
    public int classEmbeddings() {
        Integer given = config.numClassEmbeds();
        if (config.classEmbedType() == null) {
            return given == null ? 0 : given;
        }
        return config.classEmbedType().equals("identity") ? 0 : given == null ? NUMBERED_CLASSES : given;
    }

    @Override
    public boolean learnsVariance() {
        return config.outChannels() == 2 * config.inChannels();
    }

    @Override
    public void declare(Parameters parameters) {
        int first = config.blockOutChannels().get(0);
        parameters.convolution(IN, config.inChannels(), first, 3);
        timeInput.declare(parameters);
        declareEmbedding(parameters, TIME);
        if (config.classEmbedType() == null && config.numClassEmbeds() != null) {
            parameters.embedding(CLASSES, config.numClassEmbeds(), timeChannels);
        } else if ("timestep".equals(config.classEmbedType())) {
            declareEmbedding(parameters, CLASSES);
        }
        passage.declare(parameters);
        normOut.declare(parameters);
        parameters.convolution(OUT, first, config.outChannels(), 3);
    }

    private void declareEmbedding(Parameters parameters, String name) {
        parameters.linear(name + ".linear_1", timeInput.channels(), timeChannels);
        parameters.linear(name + ".linear_2", timeChannels, timeChannels);
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told) {
        Told<T> pieces =
                new Told<>(on.activation(embedded(on, timesteps, told), Activation.named(config.actFn())), null);
        T seen = config.centerInputSample() ? on.affine(x, 2, -1) : x;
        Flow<T> in = new Flow<>(on.part(IN, on.convolution(IN, seen, 1, 1)), seen);
        Flow<T> flow = passage.forward(on, in, pieces);
        T normed = on.part(normOut.name(), normOut.forward(on, flow.hidden()));
        T drawn = on.convolution(OUT, on.silu(normed), 1, 1);
        T whole = flow.picture() == null ? drawn : on.add(drawn, flow.picture());
        return on.part(OUT, timeInput.dividesOutput() ? on.divideRows(whole, timesteps) : whole);
    }

    /** The time, and the class where the network is told one, [B, E]. */
    private <T> T embedded(Operations<T> on, T timesteps, Conditioning<T> told) {
        T time = embedding(on, TIME, timesteps);
        if (config.classEmbedType() != null) {
            T classes = config.classEmbedType().equals("identity")
                    ? told.requireAdded(CLASS_EMBEDDING)
                    : embedding(on, CLASSES, told.requireLabels());
            return on.add(time, classes);
        }
        return config.numClassEmbeds() == null
                ? time
                : on.add(time, on.part(CLASSES, on.embedding(CLASSES, told.requireLabels())));
    }

    private <T> T embedding(Operations<T> on, String name, T numbers) {
        T wide = on.silu(on.linear(name + ".linear_1", timeInput.forward(on, numbers)));
        return on.part(name, on.linear(name + ".linear_2", wide));
    }
}
