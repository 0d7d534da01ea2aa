package darkroom.lesson.measure;

import darkroom.guide.Condition;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.web.Query;
import darkroom.model.Model;
import darkroom.objective.Objective;
import darkroom.sample.Denoiser;
import darkroom.sample.Estimate;
import darkroom.sample.Sampling;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Pictures of each kind under known noise: what a denoiser says of them is held against what they are. */
public final class KnownBatch {

    private static final int OF_EACH = 2;

    private final Model model;
    private final long seed;
    private final float[] clean;
    private final int[] labels;

    /** Two pictures of each kind, and their noise, from a seed. */
    public KnownBatch(Model model, long seed) {
        this.model = model;
        this.seed = seed;
        labels = new int[OF_EACH * Pictures.LABELS.size()];
        clean = new float[labels.length * Pictures.PIXELS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / OF_EACH;
            long which = (seed + i % OF_EACH) % (Query.LARGEST_SEED + 1);
            float[] picture = Pictures.of(Pictures.LABELS.get(labels[i]), which);
            System.arraycopy(picture, 0, clean, i * Pictures.PIXELS, Pictures.PIXELS);
        }
    }

    /** The clean pictures, one behind the other. */
    public float[] clean() {
        return clean.clone();
    }

    /** How many pictures. */
    public int size() {
        return labels.length;
    }

    /** The clean pictures that a denoiser predicts at a t, one behind the other; it is told their kinds. */
    public float[] predicted(Denoiser denoiser, int t) {
        NoiseLevel level = model.objective().schedule().level(t);
        Condition kinds = Condition.labels(labels);
        Sampling usual = model.sampling(model.settings(), kinds);
        return Scope.call(
                () -> {
                    new NoGradGuard();
                    long[] shape = {labels.length, 1, Pictures.SIZE, Pictures.SIZE};
                    Tensor noise = SeededNoise.first(seed, shape);
                    Tensor x = Objective.noisy(Tensors.of(clean, shape), noise, level);
                    Tensor output = denoiser.output(x, level, kinds);
                    Estimate said = Estimate.of(x, level, output, denoiser.prediction(), usual.clipping());
                    return Tensors.floats(said.x0());
                },
                kept -> Stream.empty());
    }

    /**
     * How far predictions are off.
     *
     * @param squares the mean square for each picture, over its pixels and over all predictions
     */
    public record Errors(double[] squares) {

        /** The root of the mean square over all pictures. */
        public double all() {
            return Math.sqrt(Arrays.stream(squares).average().orElseThrow());
        }

        /** The same without one picture. */
        private double without(int picture) {
            return Math.sqrt((Arrays.stream(squares).sum() - squares[picture]) / (squares.length - 1));
        }

        /** The standard error of the difference of two errors of the same pictures. */
        public double standardErrorAgainst(Errors other) {
            return Spread.jackknife(IntStream.range(0, squares.length)
                    .mapToDouble(i -> without(i) - other.without(i))
                    .toArray());
        }
    }

    /** How far predictions are off for each picture, over all of them at once. */
    public Errors errors(List<float[]> predictions) {
        double[] squares = new double[labels.length];
        for (float[] predicted : predictions) {
            for (int i = 0; i < clean.length; i++) {
                double off = predicted[i] - clean[i];
                squares[i / Pictures.PIXELS] += off * off / Pictures.PIXELS / predictions.size();
            }
        }
        return new Errors(squares);
    }
}
