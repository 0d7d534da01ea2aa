package darkroom.model;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.SceneAttribute;
import darkroom.diffusers.Layout;
import darkroom.diffusers.Pipelines;
import darkroom.diffusers.Schedulers;
import darkroom.diffusers.WeightFiles;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.io.AtomicFile;
import darkroom.io.Enclosure;
import darkroom.io.InputFile;
import darkroom.latent.AutoencoderCodec;
import darkroom.latent.Codec;
import darkroom.network.Autoencoders;
import darkroom.network.Classifier;
import darkroom.network.ClipText;
import darkroom.network.ClipTextConfig;
import darkroom.network.Network;
import darkroom.network.NetworkConfig;
import darkroom.network.Networks;
import darkroom.network.Parametrised;
import darkroom.settings.JsonText;
import darkroom.settings.Value;
import darkroom.torch.SafeTensors;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A model's folder in diffusers' layout, and beside its files {@code recipe.json}, how the model was made, and {@code labels.json}.
 * Both may be missing: then somebody else wrote it. Networks that diffusers does not have lie in {@code network/}.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {

    private static final String OTHER_NETWORKS = "network";
    private static final String RECIPE = "recipe.json";
    static final String LABELS = "labels.json";

    /** What says that tensors are PyTorch's, as diffusers asks for. */
    static final Map<String, String> FORMAT = Map.of("format", "pt");

    /** Whether the folder holds a model, whole or broken: a recipe, an index, or a network's options. */
    public boolean exists() {
        return hasRecipe() || Files.isRegularFile(layout().index()) || network().isPresent();
    }

    /** Whether it says how the model was made. */
    public boolean hasRecipe() {
        return Files.isRegularFile(path.resolve(RECIPE));
    }

    /**
     * How the model was made.
     *
     * @throws IllegalArgumentException when the folder does not say, or holds no model
     */
    public Recipe recipe() throws IOException {
        requireModel();
        if (!hasRecipe()) {
            throw new IllegalArgumentException("The model in " + path + " has no " + RECIPE
                    + ", so nothing says how it was made and of which data.");
        }
        return Recipe.read(enclosure().require(path.resolve(RECIPE)));
    }

    /** Whether it is a classifier rather than a model that denoises. */
    public boolean classifies() throws IOException {
        return Networks.classifies(Networks.ALL.read(config()));
    }

    /** The structure of its network, read without the weights and without libtorch. */
    public Parametrised structure() throws IOException {
        if (!TextToImage.isIn(path) && !TransformerFolder.isIn(path)) {
            requireModel();
        }
        Value config = config();
        NetworkConfig described = Networks.ALL.read(config);
        return config.making(() -> {
            Parametrised network = described.network();
            return network instanceof Network ? Networks.of(described) : network;
        });
    }

    /**
     * A network that stands beside the one that denoises.
     *
     * @param folder where it lies
     * @param network its structure
     * @param bytes the size of the files of its weights
     */
    public record Companion(Path folder, Parametrised network, long bytes) {}

    /** Its text encoders and its autoencoder, where it has any, read without the weights. */
    public List<Companion> companions() throws IOException {
        List<Companion> companions = new ArrayList<>();
        for (Layout.Text text : layout().texts()) {
            Value config = json(Layout.config(text.encoder()));
            companions.add(new Companion(
                    text.encoder(),
                    new ClipText(ClipTextConfig.of(config.node()), Pipelines.projects(config)),
                    Files.size(enclosure().require(text.weights()))));
        }
        Path autoencoder = layout().autoencoder();
        if (LatentFolder.isIn(path) && !network().equals(Optional.of(autoencoder))) {
            companions.add(new Companion(
                    autoencoder,
                    Autoencoders.ALL.read(json(Layout.config(autoencoder))).network(),
                    new WeightFiles(autoencoder, enclosure()).bytes()));
        }
        return companions;
    }

    /** The size of the files of its weights, in bytes; 0 where there is none. */
    public long weightBytes() throws IOException {
        return weightFiles().bytes();
    }

    /**
     * Reads a model, which the caller closes.
     *
     * @throws IllegalArgumentException when a file of the folder is missing, broken or does not fit the others
     * @throws IOException when one cannot be read
     */
    public Model read() throws IOException {
        if (TransformerFolder.isIn(path)) {
            return TransformerFolder.read(path);
        }
        requireModel();
        Value config = config();
        NetworkConfig described = Networks.ALL.read(config);
        Network network = config.making(() -> Networks.of(described));
        List<String> labels = labels(network);
        if (hasRecipe()) {
            Recipe recipe = recipe();
            ObjectiveRecipe objective = recipe.objective();
            if (objective == null) {
                throw new IllegalArgumentException(
                        "The model in " + path + " does not denoise: its recipe has no objective.");
            }
            return new Model(recipe, network, weights(network), objective.objective(), labels);
        }
        SchedulerConfig scheduler = scheduler();
        return new Model(nameOf(path), network, weights(network), Codec.IDENTITY, labels, scheduler);
    }

    /** By which name people call the model of a folder. */
    static String nameOf(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /**
     * The scheduler by which diffusers' pipeline samples it.
     *
     * @throws IllegalArgumentException when there is none, or it cannot be followed
     */
    public SchedulerConfig scheduler() throws IOException {
        Value config = schedulerConfig();
        return config.making(() -> {
            SchedulerConfig scheduler = SchedulerClasses.read(config.node());
            scheduler.shortPlan();
            return scheduler;
        });
    }

    /** Whether it holds a network alone, without a word on how it is sampled: then it is as diffusers samples unless told. */
    public boolean isBare() {
        return !hasRecipe()
                && !Files.exists(layout().scheduler())
                && network().filter(path::equals).isPresent();
    }

    /** Its scheduler's configuration, as its pipeline reads it. */
    private Value schedulerConfig() throws IOException {
        if (isBare()) {
            return Pipelines.usualScheduler();
        }
        Value config = json(layout().scheduler());
        return Files.exists(layout().index()) ? Pipelines.scheduler(json(layout().index()), config) : config;
    }

    private List<String> labels(Network network) throws IOException {
        int classes = network.classEmbeddings();
        if (classes == 0) {
            return List.of();
        }
        if (!hasRecipe() && !hasLabels()) {
            return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
        List<String> labels = labels();
        if (labels.size() != classes - 1 && (hasRecipe() || labels.size() != classes)) {
            throw new IllegalArgumentException("The model in " + path + " names " + labels.size()
                    + " labels, but its network has " + classes + " class embeddings, not one more.");
        }
        return labels;
    }

    /** Reads a classifier, which the caller closes; errors as in {@link #read()}. */
    public PictureClassifier readClassifier() throws IOException {
        Classifier network = classifier();
        return new PictureClassifier(recipe(), network, weights(network), labels());
    }

    /** Reads a classifier that says what is in scenes, which the caller closes; errors as in {@link #read()}. */
    public SceneReader readSceneReader() throws IOException {
        Classifier network = classifier();
        if (!labels().equals(SceneAttribute.labels())) {
            throw new IllegalArgumentException("The classifier in " + path + " is not one of scenes.");
        }
        return new SceneReader(recipe(), network, weights(network));
    }

    /** Reads its autoencoder, which the caller closes. */
    public AutoencoderCodec readAutoencoder() throws IOException {
        return LatentFolder.codec(path);
    }

    private Classifier classifier() throws IOException {
        if (!classifies()) {
            throw new IllegalArgumentException("The model in " + path + " is not a classifier.");
        }
        Classifier network = Networks.classifier(Networks.ALL.read(config()));
        int labels = labels().size();
        if (labels != network.classes()) {
            throw new IllegalArgumentException("The classifier in " + path + " names " + labels
                    + " labels, but its network tells " + network.classes() + " apart.");
        }
        return network;
    }

    /**
     * Writes a model file by file, each whole or not at all, the weights last.
     *
     * @param recipe how it was made
     * @param weights its numbers
     * @param labels the names of the data's classes
     */
    public void write(Recipe recipe, Weights weights, List<String> labels) throws IOException {
        boolean known = Pipelines.knows(recipe.network());
        Path network = known ? layout().unet() : path.resolve(OTHER_NETWORKS);
        write(path.resolve(LABELS), JsonText.tree(labels));
        write(recipe, known ? Pipelines.index() : null);
        write(network, Networks.ALL.write(recipe.network()), weights.byName());
    }

    /** Writes how a model is made, and where diffusers can follow that, by which of its pipelines. */
    void write(Recipe recipe, @Nullable JsonNode pipeline) throws IOException {
        ObjectiveRecipe objective = recipe.objective();
        if (pipeline != null && objective != null && Schedulers.canFollow(objective)) {
            write(layout().index(), pipeline);
            write(layout().scheduler(), Pipelines.written(Schedulers.ddim(objective, recipe.sampling())));
        }
        AtomicFile.write(path.resolve(RECIPE), recipe.toJson());
    }

    /** Writes a network of the model into its own folder, the weights last. */
    void write(Path network, JsonNode config, Map<String, Tensor> weights) throws IOException {
        write(Layout.config(network), config);
        SafeTensors.write(new WeightFiles(network, enclosure()).whole(), weights, FORMAT);
    }

    private static void write(Path file, JsonNode json) throws IOException {
        AtomicFile.write(file, JsonText.write(json));
    }

    private Enclosure enclosure() {
        return new Enclosure(path);
    }

    private Value json(Path file) throws IOException {
        return JsonText.read(enclosure().require(file));
    }

    private WeightFiles weightFiles() {
        return new WeightFiles(network().orElse(layout().unet()), enclosure());
    }

    private Layout layout() {
        return new Layout(path);
    }

    private void requireModel() throws IOException {
        InputFile.requireFolder(path);
        if (Files.exists(path.resolve(Lora.FILE)) && network().isEmpty()) {
            throw new IllegalArgumentException(
                    path + " holds a LoRA, which is no model by itself: give it to a model by --lora " + path + ".");
        }
        if (!exists()) {
            throw new IllegalArgumentException(path + " is not a model's folder: it holds no " + RECIPE + ", no "
                    + layout().index().getFileName() + " and no network's options.");
        }
        if (!hasRecipe() && Files.exists(layout().index())) {
            Pipelines.require(json(layout().index()));
        }
    }

    private Optional<Path> network() {
        return layout().network(OTHER_NETWORKS);
    }

    private Value config() throws IOException {
        return Pipelines.network(json(Layout.config(network().orElse(layout().unet()))));
    }

    /** Whether it names classes. */
    public boolean hasLabels() {
        return Files.isRegularFile(path.resolve(LABELS));
    }

    /** The names of the classes. */
    public List<String> labels() throws IOException {
        return json(path.resolve(LABELS)).texts();
    }

    private Weights weights(Parametrised network) throws IOException {
        WeightFiles files = weightFiles();
        return ReadWeights.of(files.first(), network, torch.ScalarType.Float, files::read);
    }
}
