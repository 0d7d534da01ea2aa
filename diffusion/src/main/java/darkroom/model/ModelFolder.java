package darkroom.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Vocabulary;
import darkroom.io.AtomicFile;
import darkroom.network.Classifier;
import darkroom.network.Network;
import darkroom.network.NetworkConfig;
import darkroom.network.Networks;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.settings.JsonText;
import darkroom.settings.Value;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A model's folder in diffusers' layout: {@code model_index.json}, {@code unet/config.json}, {@code
 * unet/diffusion_pytorch_model.safetensors} (the averaged weights), {@code scheduler/scheduler_config.json}; beside them
 * {@code recipe.json} and {@code labels.json}. Networks that diffusers does not have lie in {@code network/}.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {

    private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

    /** Whether the folder holds a model, whole or broken. */
    public boolean exists() {
        return Files.isRegularFile(path.resolve("recipe.json"));
    }

    /** How the model was made. */
    public Recipe recipe() throws IOException {
        if (!exists()) {
            throw new IllegalArgumentException(path + " is not a model's folder: it holds no recipe.json.");
        }
        return Recipe.read(path.resolve("recipe.json"));
    }

    /** Whether it is a classifier rather than a model that denoises. */
    public boolean classifies() throws IOException {
        return Networks.classifies(recipe().network());
    }

    /**
     * Reads a model, which the caller closes.
     *
     * @throws IllegalArgumentException when a file of the folder is missing, broken or does not fit the others
     * @throws IOException when one cannot be read
     */
    public Model read() throws IOException {
        Recipe recipe = recipe();
        ObjectiveRecipe objective = recipe.objective();
        if (objective == null) {
            throw new IllegalArgumentException(
                    "The model in " + path + " does not denoise: its recipe has no objective.");
        }
        Value config = config();
        NetworkConfig described = Networks.ALL.read(config);
        Network network = config.making(() -> Networks.of(described));
        List<String> labels = network.classes() == 0 ? List.of() : labels();
        if (Vocabulary.of(network).labels() != labels.size()) {
            throw new IllegalArgumentException("The model in " + path + " names " + labels.size()
                    + " labels, but its network has " + network.classes() + " class embeddings, not one more.");
        }
        return new Model(recipe, network, weights(network), objective.objective(), labels);
    }

    /** Reads a classifier, which the caller closes; errors as in {@link #read()}. */
    public PictureClassifier readClassifier() throws IOException {
        Recipe recipe = recipe();
        if (!Networks.classifies(recipe.network())) {
            throw new IllegalArgumentException("The model in " + path + " is not a classifier.");
        }
        Value config = config();
        NetworkConfig described = Networks.ALL.read(config);
        Classifier network = config.making(() -> Networks.classifier(described));
        List<String> labels = labels();
        if (labels.size() != network.classes()) {
            throw new IllegalArgumentException("The classifier in " + path + " names " + labels.size()
                    + " labels, but its network tells " + network.classes() + " apart.");
        }
        return new PictureClassifier(recipe, network, weights(network), labels);
    }

    /**
     * Writes a model file by file, each whole or not at all, the weights last.
     *
     * @param recipe how it was made
     * @param weights its numbers
     * @param labels the names of the data's classes
     */
    public void write(Recipe recipe, Weights weights, List<String> labels) throws IOException {
        ObjectNode config = Networks.ALL.write(recipe.network());
        boolean known = DiffusersConfig.knows(recipe.network());
        Path folder = path.resolve(known ? "unet" : "network");
        ObjectiveRecipe objective = recipe.objective();
        if (known && objective != null && DiffusersConfig.canSample(objective)) {
            write("model_index.json", DiffusersConfig.index());
            write("scheduler/scheduler_config.json", DiffusersConfig.scheduler(objective, recipe.sampling()));
        }
        write("labels.json", JsonText.tree(labels));
        AtomicFile.write(path.resolve("recipe.json"), recipe.toJson());
        write(path.relativize(folder).resolve("config.json").toString(), config);
        SafeTensors.write(folder.resolve(WEIGHTS), weights.byName(), Map.of("format", "pt"));
    }

    private void write(String name, JsonNode json) throws IOException {
        AtomicFile.write(path.resolve(name), JsonText.write(json));
    }

    private Value config() throws IOException {
        return JsonText.read(networkFolder().resolve("config.json"));
    }

    private Path networkFolder() {
        Path unet = path.resolve("unet");
        return Files.isDirectory(unet) ? unet : path.resolve("network");
    }

    private List<String> labels() throws IOException {
        return JsonText.read(path.resolve("labels.json")).texts();
    }

    private Weights weights(Parametrised network) throws IOException {
        Path file = networkFolder().resolve(WEIGHTS);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("The model lacks its weights, " + file + ".");
        }
        try {
            return Scope.own(
                    () -> {
                        try {
                            return checked(file, network, SafeTensors.read(file).tensors());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    weights -> Stream.empty());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Weights checked(Path file, Parametrised network, Map<String, Tensor> tensors) {
        Weights weights;
        try {
            weights = Weights.copyOf(Parameters.of(network), tensors);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        if (!Double.isFinite(weights.flat().sum().item_double())) {
            weights.close();
            throw new IllegalArgumentException(file + " holds weights that are not finite numbers.");
        }
        return weights;
    }
}
