package darkroom.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import darkroom.diffusers.Layout;
import darkroom.diffusers.Pipelines;
import darkroom.diffusers.TextFamily;
import darkroom.diffusers.scheduler.Plan;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.guide.Vocabulary;
import darkroom.io.Enclosure;
import darkroom.latent.AutoencoderCodec;
import darkroom.network.ClipText;
import darkroom.network.ClipTextConfig;
import darkroom.network.TextUNet;
import darkroom.network.TextUNetConfig;
import darkroom.objective.Objective;
import darkroom.plan.ChosenEvaluator;
import darkroom.plan.Engine;
import darkroom.sample.Denoiser;
import darkroom.sample.Sampling;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import darkroom.text.ClipTokenizer;
import darkroom.text.Prompts;
import darkroom.text.TextEncoder;
import darkroom.torch.SafeTensors;
import darkroom.torch.Tensors;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import darkroom.torch.WatchedOperations;
import darkroom.torch.Watcher;
import darkroom.torch.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A latent diffusion model that is told a text (Rombach et al. 2022), as diffusers keeps it in a folder of Stable Diffusion 1, 2 or XL or of a
 * latent consistency model: text encoders, a U-Net, an autoencoder and a scheduler.
 */
public final class TextToImage implements AutoCloseable {

    private static final double WIDE = 1000, LONGEST = 10_000;

    private final String name;
    private final TextFamily family;
    private final Prompts prompts;
    private final TextUNet network;
    private final Weights weights;
    private final TorchOperations operations;
    private final ChosenEvaluator evaluator;
    private final AutoencoderCodec codec;
    private final SchedulerConfig scheduler;

    private TextToImage(
            String name,
            TextFamily family,
            Prompts prompts,
            TextUNet network,
            Weights weights,
            AutoencoderCodec codec,
            SchedulerConfig scheduler) {
        this.name = name;
        this.family = family;
        this.prompts = prompts;
        this.network = network;
        this.weights = weights;
        this.operations = new TorchOperations(weights);
        this.evaluator = new ChosenEvaluator(network, weights, operations, Engine.LIBTORCH);
        this.codec = codec;
        this.scheduler = scheduler;
    }

    /** Whether a folder says that it holds such a model. */
    public static boolean isIn(Path folder) throws IOException {
        Path index = new Layout(folder).index();
        return Files.isRegularFile(index)
                && Pipelines.drawsFromTexts(JsonText.read(new Enclosure(folder).require(index)));
    }

    /** Reads a folder in float32; see {@link #read(Path, torch.ScalarType)}. */
    public static TextToImage read(Path folder) throws IOException {
        return read(folder, torch.ScalarType.Float);
    }

    /**
     * Reads a folder, for the caller to close.
     *
     * @param type in which its U-Net and its autoencoder compute; texts are encoded in float32
     * @throws IllegalArgumentException when the folder holds another kind of model, or a file of it is missing, broken or does not fit
     *     the others
     * @throws IOException when one cannot be read
     */
    public static TextToImage read(Path folder, torch.ScalarType type) throws IOException {
        Enclosure enclosure = new Enclosure(folder);
        Layout layout = new Layout(folder);
        Value index = JsonText.read(enclosure.require(layout.index()));
        TextFamily family = TextFamily.of(index);
        SchedulerConfig scheduler = SchedulerClasses.read(
                JsonText.read(enclosure.require(layout.scheduler())).node());
        FolderPart unet = new FolderPart(enclosure, layout.unet());
        TextUNet network = Settings.read(TextUNetConfig.class, unet.config()).network();
        Prompts prompts = new Prompts(encoders(enclosure, layout.texts()), Pipelines.forcesZeros(index));
        AutoencoderCodec codec = null;
        try {
            codec = LatentFolder.codec(folder, type);
            Weights weights = unet.weights(network, type);
            return new TextToImage(ModelFolder.nameOf(folder), family, prompts, network, weights, codec, scheduler);
        } catch (IOException | RuntimeException e) {
            prompts.close();
            if (codec != null) {
                codec.close();
            }
            throw e;
        }
    }

    private static List<TextEncoder> encoders(Enclosure enclosure, List<Layout.Text> texts) throws IOException {
        List<TextEncoder> encoders = new ArrayList<>();
        try {
            for (Layout.Text text : texts) {
                encoders.add(encoder(enclosure, text));
            }
        } catch (IOException | RuntimeException e) {
            encoders.forEach(TextEncoder::close);
            throw e;
        }
        return encoders;
    }

    private static TextEncoder encoder(Enclosure enclosure, Layout.Text text) throws IOException {
        Value config = JsonText.read(enclosure.require(Layout.config(text.encoder())));
        ClipText network = new ClipText(ClipTextConfig.of(config.node()), Pipelines.projects(config));
        Path file = enclosure.require(text.weights());
        Weights weights = ReadWeights.of(
                file,
                network,
                torch.ScalarType.Float,
                () -> TextEncoder.published(SafeTensors.read(file).tensors()));
        try {
            return new TextEncoder(ClipTokenizer.read(text.tokenizer()), network, weights);
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** The name by which people call it: its folder's. */
    public String name() {
        return name;
    }

    /** Its U-Net. */
    TextUNet network() {
        return network;
    }

    /** The weights of its U-Net, which are closed with it. */
    Weights weights() {
        return weights;
    }

    /** The pipelines of diffusers that it is one of, with what they do unless told otherwise. */
    public TextFamily family() {
        return family;
    }

    /** By what texts become what the network is told. */
    public Prompts prompts() {
        return prompts;
    }

    /** Leads from pictures to latents, and back. */
    public AutoencoderCodec codec() {
        return codec;
    }

    /** The scheduler by which diffusers samples it. */
    public SchedulerConfig scheduler() {
        return scheduler;
    }

    /** The shape of a sample, without the batch: [channels, height, width] of latents. */
    public long[] sampleShape() {
        long[] seen = network.sampleShape();
        return new long[] {codec.config().latentChannels(), seen[1], seen[2]};
    }

    /**
     * The shape of the latents of pictures of a size, without the batch.
     *
     * @param height of the pictures, in pixels
     * @throws IllegalArgumentException when a side is not a multiple of what the network and the autoencoder halve it to
     */
    public long[] sampleShape(int height, int width) {
        int reduction = codec.config().reduction(), multiple = multiple();
        if (height < 1 || width < 1 || height % multiple != 0 || width % multiple != 0) {
            throw new IllegalArgumentException("The sides of what " + name + " draws are multiples of " + multiple
                    + " pixels, which " + width + " x " + height + " are not.");
        }
        return new long[] {codec.config().latentChannels(), height / reduction, width / reduction};
    }

    /** Of how many pixels the sides of its pictures are multiples: as often as the autoencoder and the U-Net halve them. */
    public int multiple() {
        return codec.config().reduction()
                << (network.config().blockOutChannels().size() - 1);
    }

    /** Whether its U-Net sees, beside a sample, which part of a picture to paint anew, and the rest of it. */
    public boolean repaints() {
        return network.config().inChannels() > codec.config().latentChannels();
    }

    /**
     * How a scheduler leads from a picture with noise, as diffusers' pipelines go the last part of the way.
     *
     * @param steps of the whole way
     * @param arguments of a run, as in {@link SchedulerConfig#plan(int, Map)}
     * @param strength how large that part is, above 0 to 1
     * @throws IllegalArgumentException when no step is left, or as {@link SchedulerConfig#plan(int, Map)} does
     */
    public Plan plan(SchedulerConfig scheduler, int steps, Map<String, JsonNode> arguments, double strength) {
        if (family.tellsStrength(scheduler.name())) {
            Map<String, JsonNode> all = new HashMap<>(arguments);
            all.putIfAbsent("strength", DoubleNode.valueOf(strength));
            return scheduler.plan(steps, all);
        }
        Plan whole = scheduler.plan(steps, arguments);
        int made = Math.min((int) (steps * strength), steps);
        if (made < 1) {
            throw new IllegalArgumentException("A strength of " + strength + " leaves none of " + steps
                    + " steps to be made: ask for a larger one, or for more steps.");
        }
        return whole.last(Math.max(1, whole.grid().size() - (steps - made)));
    }

    /**
     * Adds a LoRA to the weights of the U-Net and the text encoders; by the opposite scale it is taken out again, up to rounding.
     *
     * @throws IllegalArgumentException when it changes what this model does not have
     */
    public void add(Lora lora, double scale) {
        Map<String, Weights> parts = new HashMap<>(Map.of("unet", weights));
        List<Weights> texts = prompts.weights();
        parts.put("text_encoder", texts.get(0));
        if (texts.size() > 1) {
            parts.put("text_encoder_2", texts.get(1));
        }
        lora.addTo(parts, scale);
    }

    /**
     * Its U-Net as a denoiser that asks for each text as it is told, without guidance; on libtorch, with a watcher who looks on and may step in.
     *
     * @param objective of a scheduler's plan
     * @param without what stands for no text, as in {@link #sampling}
     */
    public Denoiser denoiser(Objective objective, Condition.Encoded without, Watcher watcher) {
        TorchEvaluator watched =
                new TorchEvaluator(network, new WatchedOperations(operations, watcher), weights.type());
        return new NetworkDenoiser(watched, objective, new Vocabulary(0, without));
    }

    /** Lets an engine compute the U-Net and decode pictures from the next evaluation on. */
    public void use(Engine engine) {
        evaluator.use(engine);
        codec.use(engine);
    }

    /** Which engine computed the last evaluation of the U-Net. */
    public Engine engine() {
        return evaluator.ran();
    }

    /**
     * What it takes to sample as a pipeline does.
     *
     * @param plan of a scheduler
     * @param text what is asked for, kept by the caller for as long as it is sampled
     * @param without what guidance leads away from: a single encoded text, [1, L, D], the empty one for nothing in particular
     * @param guidance as in diffusers, classifier-free guidance of a scale up to 1 asks for the text without any; a network that
     *     is told the scale itself is not guided otherwise
     */
    public Sampling sampling(Plan plan, Condition.Encoded text, Condition.Encoded without, Guidance guidance) {
        Integer embedded = network.config().timeCondProjDim();
        boolean plain = embedded != null || guidance instanceof ClassifierFree free && free.scale() <= 1;
        return plan.sampling(
                new NetworkDenoiser(evaluator, plan.objective(), new Vocabulary(0, without)),
                embedded == null ? text : guided(text, guidance.scale(), embedded),
                plain ? Guidance.NONE : guidance);
    }

    /** The same by classifier-free guidance of a scale. */
    public Sampling sampling(Plan plan, Condition.Encoded text, Condition.Encoded without, double scale) {
        return sampling(plan, text, without, new ClassifierFree(scale));
    }

    /** What a network is told that was distilled for all scales (Luo et al. 2023, section 4.2): sinusoids of the scale, less 1. */
    private static Condition.Encoded guided(Condition.Encoded text, double scale, int channels) {
        float[] row = new float[channels];
        int half = channels / 2;
        for (int i = 0; i < half; i++) {
            double angle = WIDE * (scale - 1) * Math.exp(-Math.log(LONGEST) * i / (half - 1));
            row[i] = (float) Math.sin(angle);
            row[half + i] = (float) Math.cos(angle);
        }
        Map<String, Tensor> added = new HashMap<>(text.added());
        added.put(
                TextUNet.GUIDANCE,
                Tensors.of(row, 1, channels).expand(text.tokens().size(0), -1));
        return new Condition.Encoded(text.tokens(), text.pooled(), added);
    }

    @Override
    public void close() {
        evaluator.close();
        operations.close();
        weights.close();
        codec.close();
        prompts.close();
    }
}
