package darkroom.exact;

import darkroom.guide.Condition;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The best possible denoiser for data drawn from a mixture of round Gaussians: the mean of all clean samples that a noisy
 * one could have come from.
 *
 * <p>Component k has the weight {@code w_k}, the mean {@code m_k} and the variance {@code s_k^2} in each of D dimensions.
 * At a level {@code x = alpha x0 + sigma noise} it is {@code N(alpha m_k, v_k)} with
 * {@code v_k = alpha^2 s_k^2 + sigma^2}, so by Bayes' rule
 *
 * <pre>
 *   r_k       = softmax over k of  ln w_k - D/2 ln v_k - |x - alpha m_k|^2 / (2 v_k)
 *   E[x0 | x] = sum over k of  r_k (sigma^2 m_k + alpha s_k^2 x) / v_k
 * </pre>
 *
 * <p>At pure noise that is the mean of the mixture; where there is no noise it is {@code x / alpha}. A condition leaves the
 * components of its label. Immutable: may be shared between threads. Its native memory belongs to the caller.
 */
public final class GaussianMixture implements Denoiser, AutoCloseable {

    // libtorch's code for distances from differences: products of matrices would cancel where sigma is small.
    private static final long BY_DIFFERENCES = 2;

    private static final int ANY = -1;

    private final Tensor means;
    private final Tensor labels;
    private final double[] variances;
    private final double[] weights;
    private final Set<Integer> known;

    /**
     * A mixture.
     *
     * @param means [K, ...], K components' means in the shape of a sample; float32 or float64; copied
     * @param variances K numbers of at least 0
     * @param weights K positive numbers, which need not add up to 1
     * @param labels K labels of at least 0, or none: then nothing can be asked for
     */
    public GaussianMixture(Tensor means, double[] variances, double[] weights, List<Integer> labels) {
        int count = means.dim() < 2 ? 0 : (int) means.size(0);
        if (count == 0
                || variances.length != count
                || weights.length != count
                || !labels.isEmpty() && labels.size() != count) {
            throw new IllegalArgumentException(
                    "A mixture needs means [K, ...] of at least one component, K variances, K weights,"
                            + " and K labels or none; given were means " + Tensors.shape(means) + ", "
                            + variances.length + " variances, "
                            + weights.length + " weights and " + labels.size() + " labels.");
        }
        for (int k = 0; k < count; k++) {
            if (!(weights[k] > 0
                    && weights[k] < Double.POSITIVE_INFINITY
                    && variances[k] >= 0
                    && variances[k] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "A component needs a positive weight and a variance of at least 0; component " + k + " has "
                                + weights[k] + " and " + variances[k] + ".");
            }
        }
        this.variances = variances.clone();
        this.weights = weights.clone();
        known = new TreeSet<>(labels);
        if (known.stream().anyMatch(label -> label < 0)) {
            throw new IllegalArgumentException("A component's label is at least 0, but the labels are " + known + ".");
        }
        long[] perComponent = labels.stream().mapToLong(Integer::longValue).toArray();
        this.means = Scope.own(() -> means.clone().contiguous(), Stream::of);
        this.labels = Scope.own(() -> Tensors.of(perComponent, perComponent.length), Stream::of);
    }

    /** The clean sample. */
    @Override
    public PredictionType prediction() {
        return PredictionType.X0;
    }

    /**
     * The means of the clean samples that the noisy ones could have come from.
     *
     * @throws IllegalArgumentException when {@code x} has not the shape of the data, or a label is not the data's
     */
    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        KnownShape.check(x, means);
        return Scope.keep(() -> {
            Tensor flat = x.flatten(1, -1);
            List<Tensor> parts = new ArrayList<>();
            for (int from = 0, to; from < rows.size(); from = to) {
                to = endOfLevel(rows, from);
                parts.add(
                        denoised(flat.narrow(0, from, to - from), rows.get(from).level(), rows.subList(from, to)));
            }
            return Tensors.joined(parts).view_as(x);
        });
    }

    /** Where the rows end that stand at the level of the one that they begin with. */
    private static int endOfLevel(List<Row> rows, int from) {
        int to = from + 1;
        while (to < rows.size() && rows.get(to).level().equals(rows.get(from).level())) {
            to++;
        }
        return to;
    }

    /**
     * How likely each component is, given noisy samples: the {@code r_k} above.
     *
     * @param x [B, ...], all at one level, which has noise
     * @param condition what all are asked to be, one label or nothing
     * @return [B, K] in double precision; each row adds up to 1
     */
    public Tensor shares(Tensor x, NoiseLevel level, Condition condition) {
        KnownShape.check(x, means);
        List<Row> rows = Collections.nCopies((int) x.size(0), new Row(level, Double.NaN, condition));
        return Scope.keep(() ->
                shares(x.flatten(1, -1), centres(x), level, new Posterior(level, means.numel() / means.size(0)), rows));
    }

    private Tensor shares(Tensor x, Tensor centres, NoiseLevel level, Posterior posterior, List<Row> rows) {
        Tensor distances = torch.cdist(x, Tensors.scaled(level.alpha(), centres), 2, new LongOptional(BY_DIFFERENCES));
        // In double whatever the type: a small sigma must not overflow.
        Tensor evidence = posterior.evidence(distances.to(torch.ScalarType.Double));
        return restricted(evidence, rows).softmax(-1);
    }

    private Tensor centres(Tensor like) {
        return means.flatten(1, -1).to(like.scalar_type());
    }

    private Tensor denoised(Tensor x, NoiseLevel level, List<Row> rows) {
        if (level.sigma() == 0) {
            return Tensors.scaled(1 / level.alpha(), x);
        }
        Posterior posterior = new Posterior(level, x.size(1));
        Tensor centres = centres(x);
        Tensor shares = shares(x, centres, level, posterior, rows);
        Tensor fromMeans = shares.mul(row(posterior.ofMean)).to(x.scalar_type()).mm(centres);
        Tensor ofX = shares.mv(row(posterior.ofX)).to(x.scalar_type()).unsqueeze(1);
        return fromMeans.addcmul_(ofX, x);
    }

    private Tensor restricted(Tensor evidence, List<Row> rows) {
        long[] asked = rows.stream().mapToLong(row -> label(row.condition())).toArray();
        if (Arrays.stream(asked).allMatch(label -> label == ANY)) {
            return evidence;
        }
        Tensor askedFor = Tensors.of(asked, asked.length, 1);
        Tensor others = labels.ne(askedFor).logical_and(askedFor.ge(new Scalar(0)));
        return evidence.masked_fill(others, new Scalar(Double.NEGATIVE_INFINITY));
    }

    private int label(Condition condition) {
        if (condition instanceof Condition.Nothing) {
            return ANY;
        }
        if (!(condition instanceof Condition.Labels asked)) {
            throw new IllegalArgumentException("This data has no texts, so none can be asked for.");
        }
        int label = asked.labels().get(0);
        if (!known.contains(label)) {
            throw new IllegalArgumentException(
                    known.isEmpty()
                            ? "This data has no labels, so none can be asked for."
                            : "This data has the labels " + known + ", not " + label + ".");
        }
        return label;
    }

    /** Each component's numbers at one level, by the equations above. */
    private final class Posterior {

        private final double[] logWeight = new double[weights.length];
        private final double[] perSquare = new double[weights.length];
        private final double[] ofMean = new double[weights.length];
        private final double[] ofX = new double[weights.length];

        Posterior(NoiseLevel level, long dimensions) {
            double alpha = level.alpha(), noise = level.sigma() * level.sigma();
            for (int k = 0; k < weights.length; k++) {
                double variance = alpha * alpha * variances[k] + noise;
                logWeight[k] = Math.log(weights[k]) - dimensions / 2.0 * Math.log(variance);
                perSquare[k] = -1 / (2 * variance);
                ofMean[k] = noise / variance;
                ofX[k] = alpha * variances[k] / variance;
            }
        }

        Tensor evidence(Tensor distances) {
            return distances.square().mul_(row(perSquare)).add_(row(logWeight));
        }
    }

    private static Tensor row(double[] values) {
        return Tensors.of(values, values.length);
    }

    @Override
    public void close() {
        means.close();
        labels.close();
    }
}
