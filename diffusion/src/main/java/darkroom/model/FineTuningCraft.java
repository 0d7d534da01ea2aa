package darkroom.model;

import darkroom.data.DataSet;
import darkroom.diffusers.Layout;
import darkroom.diffusers.Pipelines;
import darkroom.io.AtomicFile;
import darkroom.io.Enclosure;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.settings.JsonText;
import darkroom.text.TextEncoder;
import darkroom.torch.SafeTensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import darkroom.train.CaptionedTask;
import darkroom.train.ContinuedTask;
import darkroom.train.FineTuning;
import darkroom.train.FineTuningTask;
import darkroom.train.LatentExamples;
import darkroom.train.Learning;
import darkroom.train.LowRank;
import darkroom.train.Recipe;
import darkroom.train.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Goes on with a model that draws from texts: a folder of the same form comes out, or a LoRA. */
final class FineTuningCraft implements Craft {

    private static final String OF_UNET = "unet.";

    private final Recipe recipe;
    private final Path start;
    private final TextToImage model;
    private final TorchOperations frozen;
    private final Task<?> task;
    private final boolean whole;

    private FineTuningCraft(
            Recipe recipe, Path start, TextToImage model, TorchOperations frozen, Task<?> task, boolean whole) {
        this.recipe = recipe;
        this.start = start;
        this.model = model;
        this.frozen = frozen;
        this.task = task;
        this.whole = whole;
    }

    /** The model's folder is named from the one that is written. */
    static FineTuningCraft of(Recipe recipe, FineTuning fineTuning, DataSet data, ModelFolder folder)
            throws IOException {
        Path start = folder.path().resolve(fineTuning.model()).normalize();
        TextToImage model = TextToImage.read(start);
        TorchOperations frozen = new TorchOperations(model.weights());
        try {
            requireFitting(recipe, model, data);
            Objective objective = objective(model, fineTuning.shift());
            LatentExamples examples = new LatentExamples(data, model.codec(), fineTuning.pictures());
            double drop = recipe.training().dropLabel();
            Task<?> task = fineTuning.textEncoder()
                    ? withText(model, objective, examples, drop)
                    : new FineTuningTask(
                            model.network(),
                            learning(model, fineTuning.rank(), frozen),
                            objective,
                            examples,
                            model.prompts(),
                            drop);
            return new FineTuningCraft(recipe, start, model, frozen, task, fineTuning.rank() == null);
        } catch (RuntimeException e) {
            frozen.close();
            model.close();
            throw e;
        }
    }

    private static Learning learning(TextToImage model, @Nullable Integer rank, TorchOperations frozen) {
        return rank == null
                ? Learning.all(model.network(), model.weights())
                : new LowRank(model.network(), rank, frozen);
    }

    /** The U-Net and its text encoder learn together, from what they are. */
    private static Task<?> withText(TextToImage model, Objective objective, LatentExamples examples, double drop) {
        List<TextEncoder> encoders = model.prompts().encoders();
        if (encoders.size() > 1) {
            throw new IllegalArgumentException(
                    model.name() + " has two text encoders, and one alone can learn here: leave text_encoder out.");
        }
        TextEncoder encoder = encoders.get(0);
        Map<String, Tensor> start = new LinkedHashMap<>(model.weights().byName());
        start.putAll(encoder.weights().byName());
        return new ContinuedTask<>(
                new CaptionedTask(model.network(), encoder.network(), objective, encoder.tokenizer(), examples, drop),
                start);
    }

    private static void requireFitting(Recipe recipe, TextToImage model, DataSet data) {
        if (!model.network().config().equals(recipe.network())) {
            throw new IllegalArgumentException("The recipe " + recipe.name() + " has another network than "
                    + model.name() + ", which it goes on from: leave its network out.");
        }
        if (model.repaints() || model.network().config().timeCondProjDim() != null) {
            throw new IllegalArgumentException("The U-Net of " + model.name()
                    + " is told more than a text, so it cannot be taught by captions alone: take an ordinary one.");
        }
        long[] shape = data.shape();
        int channels = model.codec().config().inChannels();
        if (shape.length != 3 || shape[0] != channels) {
            throw new IllegalArgumentException(
                    model.name() + " draws pictures of " + channels + " channels, which the data are not.");
        }
        model.sampleShape((int) shape[1], (int) shape[2]);
    }

    /** What the model's scheduler says that its output is, the plain error of it. */
    private static Objective objective(TextToImage model, double shift) {
        Objective sampled = model.scheduler().shortPlan().objective();
        return new Objective(
                sampled.schedule(),
                sampled.prediction(),
                LossWeight.plain(sampled.prediction()),
                LevelDistribution.UNIFORM.shifted(shift),
                sampled.input());
    }

    @Override
    public Task<?> task() {
        return task;
    }

    @Override
    public void write(ModelFolder folder, Weights weights) throws IOException {
        if (whole) {
            copyParts(folder.path());
            TextWeights.write(folder, recipe, weights);
        } else {
            Map<String, Tensor> named = new LinkedHashMap<>();
            weights.byName().forEach((name, value) -> named.put(OF_UNET + name, value));
            SafeTensors.write(folder.path().resolve(Lora.FILE), named, ModelFolder.FORMAT);
        }
        folder.write(recipe, null);
    }

    /** Copies all but the U-Net that the model's index names, unless it is there. */
    private void copyParts(Path to) throws IOException {
        Enclosure enclosure = new Enclosure(start);
        Path index = new Layout(start).index();
        for (String part : Pipelines.parts(JsonText.read(enclosure.require(index)))) {
            Path folder = start.resolve(part);
            if (folder.equals(new Layout(start).unet()) || !Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    copy(enclosure.require(file), to.resolve(start.relativize(file)));
                }
            }
        }
        copy(index, to.resolve(start.relativize(index)));
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(to)) {
            AtomicFile.write(to, out -> Files.copy(from, out));
        }
    }

    @Override
    public void close() {
        frozen.close();
        model.close();
    }
}
