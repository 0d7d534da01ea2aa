package darkroom.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.DataSet;
import darkroom.model.Model;
import darkroom.network.Network;
import darkroom.network.Networks;
import darkroom.network.Parameters;
import darkroom.objective.Objective;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import darkroom.train.Trainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A denoiser that is measured, by its recipe.
 *
 * @param recipe which has an objective
 * @param data what it describes
 */
record Subject(Recipe recipe, DataSet data) {

    private static final String UNET = "unet.json";

    /** Computes with as many threads as the property {@code darkroom.threads} names, else with one for each core. */
    static void useThreads() {
        Threads.use(Integer.getInteger("darkroom.threads", Runtime.getRuntime().availableProcessors()));
    }

    /**
     * The U-Net of 6,469,889 parameters that {@code unet.json} configures, here and in Python.
     *
     * @param precision of training, {@code fp32}, or {@code bf16} for mixed precision
     */
    static Subject unet(String precision) {
        try (InputStream in = Objects.requireNonNull(Subject.class.getResourceAsStream(UNET), UNET)) {
            JsonNode recipe = new ObjectMapper().readTree(in);
            ((ObjectNode) recipe.get("training")).put("precision", precision);
            return of(Recipe.parse(recipe.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file describes. */
    static Subject read(Path file) throws IOException {
        return of(Recipe.read(file));
    }

    private static Subject of(Recipe recipe) throws IOException {
        return new Subject(recipe, recipe.data().open(Path.of("")));
    }

    /** The model with its first weights, in a precision: {@code fp32} or {@code bf16}; the caller closes it. */
    Model model(String precision) {
        Model model = model(Weights.initial(Parameters.of(network()), 0));
        if (precision.equals("fp32")) {
            return model;
        }
        try (model) {
            return model.bfloat16();
        }
    }

    /** The model with given weights, which it takes over. */
    Model model(Weights weights) {
        Network network = network();
        List<String> labels = network.classEmbeddings() == 0 ? List.of() : data.labels();
        return new Model(recipe, network, weights, objective(), labels);
    }

    /** A training before its first update; the caller closes it. */
    Trainer trainer() {
        DenoisingTask task = new DenoisingTask(
                network(), objective(), data, recipe.training().dropLabel());
        return new Trainer(task, recipe.training());
    }

    private Network network() {
        return Networks.of(recipe.network());
    }

    private Objective objective() {
        return Objects.requireNonNull(recipe.objective(), "objective").objective();
    }
}
