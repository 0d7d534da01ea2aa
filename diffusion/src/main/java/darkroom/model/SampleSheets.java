package darkroom.model;

import darkroom.guide.Condition;
import darkroom.latent.Codec;
import darkroom.picture.Png;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Weights;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import darkroom.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Sheets of what a model draws while it is trained, as its recipe samples it: 16 pictures, its labels in turn, or 1000
 * points. All begin with the same noise, so that one sheet can be compared with another.
 */
record SampleSheets(Recipe recipe, DenoisingTask task, int every) {

    private static final int PICTURES = 16;
    private static final int POINTS = 1000;

    /**
     * The sheets of a training; nothing when its recipe asks for none.
     *
     * @throws IllegalArgumentException when what it learns cannot be drawn
     */
    static @Nullable SampleSheets of(Recipe recipe, Task<?> task) {
        Integer every = recipe.training().samplesEvery();
        if (every == null) {
            return null;
        }
        if (!(task instanceof DenoisingTask denoising)) {
            throw new IllegalArgumentException("The recipe " + recipe.name()
                    + " asks for samples_every, but it trains a classifier, which draws nothing.");
        }
        new Sheet(Codec.IDENTITY, denoising.network().sampleShape()).requireDrawable();
        return new SampleSheets(recipe, denoising, every);
    }

    /** Draws with weights, which are closed, and writes the sheet. */
    void write(Path file, Weights weights) throws IOException {
        long[] sample = task.network().sampleShape();
        int count = sample.length == 1 ? POINTS : PICTURES;
        long[] shape =
                LongStream.concat(LongStream.of(count), LongStream.of(sample)).toArray();
        try (Model model = new Model(
                        recipe,
                        task.network(),
                        weights,
                        task.objective(),
                        task.network().classEmbeddings() == 0
                                ? List.of()
                                : task.data().labels());
                SamplingRun run = model.sampling(model.settings(), condition(model, count))
                        .start(SeededNoise.of(recipe.training().seed()), shape)) {
            run.finish(now -> {});
            Png.write(file, new Sheet(model.codec(), model.pictureShape()).of(run));
        }
    }

    private static Condition condition(Model model, int count) {
        int labels = model.labels().size();
        return labels == 0
                ? Condition.NONE
                : Condition.labels(
                        IntStream.range(0, count).map(i -> i % labels).toArray());
    }
}
