package darkroom.exact;

import darkroom.data.Batch;
import darkroom.guide.Condition;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * The best possible denoiser for a finite set of items: the mean of the items, each as likely as the noise that it would
 * take (Karras et al. 2022, eq. 57).
 *
 * <pre>
 *   E[x0 | x] = sum over k of  item_k softmax over k of ( ln w_k - |x - alpha item_k|^2 / (2 sigma^2) )
 * </pre>
 *
 * <p>It is a {@link GaussianMixture} without variance. Sampling with it returns the items: a perfect fit to a finite set
 * has nothing else to give.
 */
public final class FiniteData implements Denoiser, AutoCloseable {

    private final GaussianMixture items;

    /**
     * A weighted set.
     *
     * @param items [K, ...], float32 or float64; copied
     * @param weights K positive numbers, which need not add up to 1
     * @param labels K labels of at least 0, or none: then nothing can be asked for
     */
    public FiniteData(Tensor items, double[] weights, List<Integer> labels) {
        this.items = new GaussianMixture(items, new double[weights.length], weights, labels);
    }

    /** Items of equal weight. */
    public FiniteData(Tensor items, List<Integer> labels) {
        this(items, equal(items.size(0)), labels);
    }

    /**
     * Examples of equal weight with their labels.
     *
     * @param shape of one example
     */
    public static FiniteData of(Batch examples, long... shape) {
        long[] all = LongStream.concat(LongStream.of(examples.labels().length), LongStream.of(shape))
                .toArray();
        return Scope.call(
                () -> new FiniteData(
                        Tensors.of(examples.values(), all),
                        Arrays.stream(examples.labels()).boxed().toList()),
                kept -> Stream.empty());
    }

    private static double[] equal(long count) {
        double[] weights = new double[(int) count];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Override
    public PredictionType prediction() {
        return items.prediction();
    }

    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        return items.output(x, rows);
    }

    /**
     * How likely each item is, given noisy samples: the softmax above.
     *
     * @param x [B, ...], all at one level, which has noise
     * @param condition what all are asked to be, one label or nothing
     * @return [B, K] in double precision; each row adds up to 1
     */
    public Tensor shares(Tensor x, NoiseLevel level, Condition condition) {
        return items.shares(x, level, condition);
    }

    @Override
    public void close() {
        items.close();
    }
}
