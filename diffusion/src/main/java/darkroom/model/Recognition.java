package darkroom.model;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.data.FiniteDataSet;
import darkroom.data.Noised;
import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * How many pictures a classifier takes for what they were asked to be.
 *
 * @param asked how many there were of each class
 * @param recognised how many of each were taken for it
 * @param evaluations behind each sample, see {@link SamplingRun#evaluations()}; 0 where nothing was sampled
 */
public record Recognition(int[] asked, int[] recognised, long evaluations) {

    private static final int BATCH = 50;

    /** How many pictures there were. */
    public int count() {
        return IntStream.of(asked).sum();
    }

    /** The share that was recognised, in [0, 1]. */
    public double share() {
        return IntStream.of(recognised).sum() / (double) count();
    }

    /** Of all examples of a data set, each once. */
    public static Recognition ofAll(PictureClassifier classifier, FiniteDataSet data) {
        Counts counts = new Counts(classifier, classifier.labels().size());
        Batch all = data.all();
        int length = all.values().length / data.size();
        for (int done = 0; done < data.size(); done += BATCH) {
            int end = Math.min(done + BATCH, data.size());
            float[] values = Arrays.copyOfRange(all.values(), done * length, end * length);
            int[] labels = Arrays.copyOfRange(all.labels(), done, end);
            Scope.run(() -> counts.add(Tensors.of(values, shape(labels.length, data.shape())), labels));
        }
        return counts.recognition(0);
    }

    /** Of fresh examples of a data set. */
    public static Recognition ofData(PictureClassifier classifier, DataSet data, int count, long seed) {
        Counts counts = new Counts(classifier, classifier.labels().size());
        for (int done = 0; done < count; done += BATCH) {
            Batch batch = data.batch(seed, done / BATCH, Math.min(BATCH, count - done));
            long[] shape = shape(batch.labels().length, data.shape());
            Scope.run(() -> counts.add(Tensors.of(batch.values(), shape), batch.labels()));
        }
        return counts.recognition(0);
    }

    /**
     * Of pictures of pure noise, N(0, 1) in every pixel; nothing is recognised by a classifier that has no class for it.
     *
     * @param shape of a picture, [C, H, W]
     */
    public static Recognition ofNoise(PictureClassifier classifier, int count, long seed, long... shape) {
        int noise = classifier.labels().indexOf(Noised.NOISE), column = Math.max(noise, 0);
        int[] asked = new int[classifier.labels().size()], recognised = asked.clone();
        asked[column] = count;
        try (SeededNoise noises = SeededNoise.of(seed)) {
            for (int done = 0; done < count; done += BATCH) {
                long[] rows = shape(Math.min(BATCH, count - done), shape);
                Scope.run(() -> recognised[column] += (int) IntStream.of(classifier.classify(noises.next(rows)))
                        .filter(taken -> taken == noise)
                        .count());
            }
        }
        return new Recognition(asked, recognised, 0);
    }

    /**
     * Of samples of a model, all its labels in turn.
     *
     * @param settings how it is sampled
     * @param count how many pictures
     * @param seed of their noise
     * @param listener is told how many steps were made since it was told last
     */
    public static Recognition ofSamples(
            Model model,
            PictureClassifier classifier,
            SamplingSettings settings,
            int count,
            long seed,
            IntConsumer listener) {
        int classes = model.labels().size();
        if (!classifier.tellsApart(model.labels())) {
            throw new IllegalArgumentException(
                    "The classifier " + classifier.recipe().name() + " tells other classes apart than those that "
                            + model.name() + " draws.");
        }
        Counts counts = new Counts(classifier, classes);
        long evaluations = 0;
        for (int done = 0; done < count; done += BATCH) {
            int first = done;
            int[] labels = IntStream.range(first, Math.min(first + BATCH, count))
                    .map(i -> i % classes)
                    .toArray();
            long[] shape = shape(labels.length, model.sampleShape());
            try (SamplingRun run = model.sampling(settings, Condition.labels(labels))
                    .start(SeededNoise.of(Seeds.at(seed, first / BATCH)), shape)) {
                run.finish(now -> listener.accept(1));
                Scope.run(() -> counts.add(model.codec().decode(run.x()), labels));
                evaluations = run.evaluations();
            }
        }
        return counts.recognition(evaluations);
    }

    private static long[] shape(int rows, long... sample) {
        return LongStream.concat(LongStream.of(rows), LongStream.of(sample)).toArray();
    }

    private record Counts(PictureClassifier classifier, int[] asked, int[] recognised) {

        Counts(PictureClassifier classifier, int classes) {
            this(classifier, new int[classes], new int[classes]);
        }

        void add(Tensor pictures, int... labels) {
            int[] taken = classifier.classify(pictures);
            for (int i = 0; i < labels.length; i++) {
                asked[labels[i]]++;
                recognised[labels[i]] += taken[i] == labels[i] ? 1 : 0;
            }
        }

        Recognition recognition(long evaluations) {
            return new Recognition(asked, recognised, evaluations);
        }
    }
}
