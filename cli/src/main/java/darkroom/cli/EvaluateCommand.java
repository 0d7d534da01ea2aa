package darkroom.cli;

import darkroom.data.Batch;
import darkroom.data.DataDescription;
import darkroom.data.DataSet;
import darkroom.data.DataSets;
import darkroom.data.EnergyDistance;
import darkroom.data.FiniteDataSet;
import darkroom.data.Noised;
import darkroom.data.Scenes;
import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.model.PictureClassifier;
import darkroom.model.Recognition;
import darkroom.model.Reconstructions;
import darkroom.model.SceneReader;
import darkroom.sample.Samplers;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how good a model's samples are. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how good a model's samples are.",
        footer = {
            "",
            "Pictures are judged by the classifier that ships for their data and never saw a sample; its accuracy on fresh",
            "real ones is printed beside. Points are judged by their energy distance to the data. Of a model that draws scenes",
            "from captions, a reader says how often each kind of word is right; of an autoencoder, how well pictures come back.",
            "",
            "To judge a model of your own pictures, train a classifier on them: the recipe recipes/patterns-classifier.json",
            "with your data in place of its own, and as many classes as there are. Then name its folder by --classifier.",
            "",
            "Where a recipe's data are given pictures, fresh ones are those that nothing was trained on: name them by",
            "--images and --labels, and the classifier is tried on all of them."
        })
final class EvaluateCommand implements Callable<Integer> {

    private static final int REAL = 5000;
    private static final int NOISES = 1000;
    private static final int ROWS = 50;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model's folder, or the name of one that ships.")
    private String model;

    @Option(names = "--count", paramLabel = "N", defaultValue = "500", description = "How many samples (default: 500).")
    private int count;

    @Option(names = "--steps", paramLabel = "N", description = "Steps, in place of the recipe's.")
    private @Nullable Integer steps;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed of all noise (default: 0).")
    private long seed;

    @Option(names = "--images", paramLabel = "FILE", description = "Pictures held out from the training, as IDX.")
    private @Nullable Path images;

    @Option(names = "--labels", paramLabel = "FILE", description = "Their labels, as IDX.")
    private @Nullable Path labels;

    @Option(
            names = "--classifier",
            paramLabel = "MODEL",
            description = "Who judges the pictures, in place of the classifier that ships for their data.")
    private @Nullable String judge;

    @Override
    public Integer call() throws IOException {
        Usage.check(spec, count >= 2 && count <= 100_000, "--count must lie in 2 to 100000, not " + count + ".");
        Threads.use(Runtime.getRuntime().availableProcessors());
        ModelFolder folder = Home.model(model);
        DataSet data = open(data(folder), folder);
        if (data instanceof Scenes scenes) {
            print(new SceneReport(out(), scenes, count, seed), folder);
            return 0;
        }
        if (folder.classifies()) {
            try (PictureClassifier classifier = folder.readClassifier()) {
                printAccuracy(classifier, data);
            }
            return 0;
        }
        try (Model read = folder.read()) {
            SamplingSettings settings = Usage.of(
                    spec,
                    () -> steps == null ? read.settings() : read.settings().withSteps(steps));
            Usage.of(spec, () -> read.sampling(settings, Condition.NONE));
            if (read.pictureShape().length == 1) {
                printDistance(read, settings, data);
            } else {
                try (PictureClassifier classifier = classifierFor(folder)) {
                    printAccuracy(classifier, data);
                    printRecognised(read, settings, classifier);
                }
            }
        }
        return 0;
    }

    private void print(SceneReport report, ModelFolder folder) throws IOException {
        if (folder.recipe().captions() == null && Reconstructions.canMeasure(folder)) {
            report.printAutoencoder(folder);
            return;
        }
        try (SceneReader reader = (folder.classifies() ? folder : judge()).readSceneReader()) {
            if (folder.classifies()) {
                report.printReader(reader);
            } else {
                report.printModel(folder, reader, steps);
            }
        }
    }

    private ModelFolder judge() throws IOException {
        return Home.model(judge == null ? "scenes-classifier" : judge);
    }

    private static DataSet open(DataDescription data, ModelFolder folder) throws IOException {
        if (data instanceof DataSets.Idx idx && !Files.exists(folder.path().resolve(idx.images()))) {
            throw new IllegalArgumentException("The data of " + folder.path() + " are not here: there is no file "
                    + idx.images() + ". Name pictures and labels of your own by --images and --labels.");
        }
        return data.open(folder.path());
    }

    /** The recipe's data, or of the same kind those that were held out. */
    private DataDescription data(ModelFolder folder) throws IOException {
        DataDescription data = folder.recipe().data().clean();
        if (images == null || labels == null) {
            Usage.check(spec, images == labels, "--images and --labels belong together: name both.");
            return data;
        }
        if (data instanceof DataSets.Idx idx) {
            return new DataSets.Idx(
                    images.toAbsolutePath().toString(), labels.toAbsolutePath().toString(), idx.size(), idx.classes());
        }
        throw new ParameterException(
                spec.commandLine(),
                "--images and --labels take the place of IDX files, but the model's data are " + DataSets.ALL.name(data)
                        + ".");
    }

    private PictureClassifier classifierFor(ModelFolder folder) throws IOException {
        if (judge != null) {
            return Home.model(judge).readClassifier();
        }
        for (ModelFolder other : Home.models()) {
            if (other.classifies()
                    && other.hasRecipe()
                    && other.recipe().data().clean().equals(folder.recipe().data())) {
                return other.readClassifier();
            }
        }
        throw new IllegalArgumentException(
                "No classifier ships for the data of " + folder.path()
                        + ": train one on the same data, as recipes/patterns-classifier.json does, and name it by --classifier.");
    }

    private void printAccuracy(PictureClassifier classifier, DataSet data) {
        boolean heldOut = images != null && data instanceof FiniteDataSet;
        Recognition real = heldOut
                ? Recognition.ofAll(classifier, (FiniteDataSet) data)
                : Recognition.ofData(classifier, data, REAL, Seeds.at(seed, 1));
        out().printf(
                        Locale.ROOT,
                        "%s %.2f%% of %,d recognised by %s%n",
                        heldOut ? "Real, held out:" : "Real, fresh:   ",
                        100 * real.share(),
                        real.count(),
                        classifier.recipe().name());
        if (heldOut) {
            printKinds(classifier.labels(), real);
        }
        if (classifier.labels().contains(Noised.NOISE)) {
            Recognition noise = Recognition.ofNoise(classifier, NOISES, Seeds.at(seed, 2), data.shape());
            out().printf(
                            Locale.ROOT,
                            "Pure noise:     %.2f%% of %,d taken for noise%n",
                            100 * noise.share(),
                            noise.count());
        }
    }

    private void printKinds(List<String> kinds, Recognition of) {
        for (int k = 0; k < kinds.size(); k++) {
            out().printf(Locale.ROOT, "  %-20s %d of %d%n", kinds.get(k), of.recognised()[k], of.asked()[k]);
        }
    }

    private void printRecognised(Model read, SamplingSettings settings, PictureClassifier classifier) {
        long total = (long) settings.steps() * ((count + ROWS - 1) / ROWS);
        Recognition samples;
        try (Terminal.Bar bar = Terminal.progress("Sampling", "steps", total)) {
            samples = Recognition.ofSamples(read, classifier, settings, count, seed, made -> bar.step());
        }
        out().printf(Locale.ROOT, "Samples:        %.2f%% of %,d recognised%n", 100 * samples.share(), samples.count());
        printKinds(read.labels(), samples);
        out().printf(
                        Locale.ROOT,
                        "%s, %d steps, guidance %s, seed %d: %d evaluations a picture%n",
                        Samplers.ALL.name(settings.sampler()),
                        settings.steps(),
                        settings.guidance().scale(),
                        seed,
                        samples.evaluations());
    }

    private void printDistance(Model read, SamplingSettings settings, DataSet data) {
        int width = (int) read.sampleShape()[0];
        try (SamplingRun run = read.sampling(settings, Condition.NONE).start(SeededNoise.of(seed), count, width)) {
            try (Terminal.Bar bar = Terminal.progress("Sampling", "steps", settings.steps())) {
                run.finish(now -> bar.step());
            }
            Batch real = data.batch(Seeds.at(seed, 1), 0, count), other = data.batch(Seeds.at(seed, 2), 0, count);
            out().printf(
                            Locale.ROOT,
                            "Energy distance of %,d samples to the data: %.5f (of fresh data: %.5f)%n",
                            count,
                            EnergyDistance.unbiased(Tensors.floats(run.x()), real.values(), width),
                            EnergyDistance.unbiased(other.values(), real.values(), width));
            out().printf(
                            Locale.ROOT,
                            "%s, %d steps, seed %d: %d evaluations%n",
                            Samplers.ALL.name(settings.sampler()),
                            settings.steps(),
                            seed,
                            run.evaluations());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
