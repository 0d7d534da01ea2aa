package darkroom.benchmarks;

import darkroom.data.EnergyDistance;
import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.model.PictureClassifier;
import darkroom.model.Recognition;
import darkroom.model.TrainingRun;
import darkroom.picture.Grid;
import darkroom.picture.Picture;
import darkroom.picture.Png;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Tensors;
import darkroom.train.Recipe;
import darkroom.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures how good a recipe for pictures is after some seconds of training: how many of its samples, the average of the
 * weights drawing all classes in turn, a classifier takes for what they were asked to be, and how far they are from the
 * data by the energy distance of their pixels. Sheets of samples are written beside.
 *
 * <p>The classifier is trained first, for pictures of the recipe's size. Only updates count as time.
 */
public final class QuickTraining {

    private static final int COUNT = 500;
    private static final long SEED = 0;

    private final Subject subject;
    private final PictureClassifier classifier;
    private final Path folder;

    private QuickTraining(Subject subject, PictureClassifier classifier, Path folder) {
        this.subject = subject;
        this.classifier = classifier;
        this.folder = folder;
    }

    /**
     * Trains and measures.
     *
     * @param arguments the recipe, the classifier's recipe, the folder for sheets, then times in seconds, ascending
     */
    public static void main(String... arguments) throws IOException {
        Subject.useThreads();
        Subject subject = Subject.read(Path.of(arguments[0]));
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        Recipe usual = Recipe.read(Path.of(arguments[1]));
        try (PictureClassifier classifier = classifier(usual, subject, folder.resolve("classifier"))) {
            double[] seconds = Arrays.stream(arguments)
                    .skip(3)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            new QuickTraining(subject, classifier, folder).run(seconds);
        }
    }

    /** The classifier of a folder, trained into it if it is not there yet. */
    private static PictureClassifier classifier(Recipe usual, Subject subject, Path path) throws IOException {
        ModelFolder folder = new ModelFolder(path);
        if (!folder.exists()) {
            Recipe recipe =
                    new Recipe(usual.name(), subject.recipe().data(), usual.network(), null, usual.training(), null);
            try (TrainingRun training = TrainingRun.begin(recipe, subject.data(), folder)) {
                while (!training.done()) {
                    training.advance();
                }
            }
        }
        PictureClassifier classifier = folder.readClassifier();
        System.out.printf(
                Locale.ROOT,
                "The classifier recognises %.2f%% of 5,000 fresh pictures.%n",
                100 * Recognition.ofData(classifier, subject.data(), 5000, SEED).share());
        return classifier;
    }

    private void run(double... marks) throws IOException {
        double seconds = 0;
        try (Trainer trainer = subject.trainer()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d parameters%n",
                    subject.recipe().name(),
                    trainer.optimisation().average().numel());
            for (double mark : marks) {
                while (seconds < mark && !trainer.done()) {
                    long start = System.nanoTime();
                    trainer.advance();
                    seconds += (System.nanoTime() - start) / 1e9;
                }
                measure(trainer, seconds);
            }
        }
    }

    private void measure(Trainer trainer, double seconds) throws IOException {
        try (Model model = subject.model(trainer.optimisation().averaged())) {
            int classes = model.labels().size(), size = (int) model.sampleShape()[1], pixels = size * size;
            int[] labels = IntStream.range(0, COUNT).map(i -> i % classes).toArray();
            try (SamplingRun run = model.sampling(model.settings(), Condition.labels(labels))
                    .start(SeededNoise.of(SEED), COUNT, 1, size, size)) {
                run.finish(now -> {});
                float[] samples = Tensors.floats(run.x());
                int[] taken = classifier.classify(run.x());
                int[] recognised = new int[classes];
                for (int i = 0; i < COUNT; i++) {
                    recognised[labels[i]] += taken[i] == labels[i] ? 1 : 0;
                }
                float[] real = subject.data().batch(SEED + 1, 0, COUNT).values();
                float[] other = subject.data().batch(SEED + 2, 0, COUNT).values();
                System.out.printf(
                        Locale.ROOT,
                        "%5.1f s, %,d updates: %.1f%% of %d recognised %s, energy distance %.3f (of fresh data %.3f)%n",
                        seconds,
                        trainer.optimisation().updates(),
                        100.0 * IntStream.of(recognised).sum() / COUNT,
                        COUNT,
                        Arrays.toString(recognised),
                        EnergyDistance.unbiased(samples, real, pixels),
                        EnergyDistance.unbiased(other, real, pixels));
                String name = String.format(Locale.ROOT, "%s-%.0fs.png", model.name(), seconds);
                Png.write(folder.resolve(name), sheet(samples, size, classes));
            }
        }
    }

    /** A column for each class. */
    private static Picture sheet(float[] samples, int size, int classes) {
        int pixels = size * size;
        List<Picture> pictures = IntStream.range(0, 10 * classes)
                .mapToObj(
                        i -> Picture.ofFloats(size, size, 1, Arrays.copyOfRange(samples, i * pixels, (i + 1) * pixels)))
                .toList();
        return new Grid(classes, 4).of(pictures);
    }
}
