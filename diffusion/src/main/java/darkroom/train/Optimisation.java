package darkroom.train;

import darkroom.torch.LoneThreads;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Weights under training with AdamW's moments and their moving average, each one flat buffer. An update goes through them once to add up
 * gradients and once to change everything, range by range, so that all that belongs to a range is still in the processor's cache. For one
 * thread at a time.
 */
public final class Optimisation implements AutoCloseable {

    /** Numbers in a range: five buffers of as many are a megabyte. */
    private static final long RANGE = 1 << 16;

    private final AdamW settings;
    private final double largestNorm;
    private final ExponentialMovingAverage averaging;
    private final Weights weights;
    private final List<Replica> replicas = new ArrayList<>();
    private final Tensor mean;
    private final Tensor meanSquare;
    private final Tensor average;
    private long updates;

    /**
     * The state before the first update.
     *
     * @param weights float32; they become leaves of the gradient and belong to the optimisation from here on
     * @param largestNorm a gradient of a larger Euclidean norm is scaled down to it; infinite never clips
     */
    public Optimisation(Weights weights, AdamW settings, double largestNorm, ExponentialMovingAverage averaging) {
        if (!(largestNorm > 0)) {
            throw new IllegalArgumentException("Gradients are clipped to a positive norm, not " + largestNorm + ".");
        }
        this.settings = settings;
        this.largestNorm = largestNorm;
        this.averaging = averaging;
        this.weights = weights;
        mean = Scope.own(() -> torch.zeros_like(weights.flat()), Stream::of);
        meanSquare = Scope.own(() -> torch.zeros_like(weights.flat()), Stream::of);
        average = Scope.own(weights.flat()::clone, Stream::of);
        replicas.add(new Replica(weights));
    }

    /** The weights, which each update changes. */
    public Weights weights() {
        return weights;
    }

    /** The moving average of the weights, [N] in their order; the optimisation's, changed by each update. */
    public Tensor average() {
        return average;
    }

    /** The averaged weights by name; they share the average's memory, and are the caller's to close. */
    public Weights averaged() {
        return weights.over(average);
    }

    /** How many updates there were. */
    public long updates() {
        return updates;
    }

    /** The weights for as many threads as compute gradients side by side; the first has the weights themselves. */
    List<Replica> replicas(int count) {
        while (replicas.size() < count) {
            replicas.add(new Replica(weights.over(weights.flat())));
        }
        return List.copyOf(replicas.subList(0, count));
    }

    /**
     * One update from the gradients that were added up since the last one, which it clears.
     *
     * @param learningRate at least 0
     * @return the gradient's Euclidean norm before clipping
     */
    public double update(double learningRate) {
        double[] squares = new double[ranges()];
        forEachRange(range -> squares[range] = addedUp(range));
        double norm = Math.sqrt(DoubleStream.of(squares).sum());
        double factor = Math.min(1, largestNorm / (norm + 1e-6));
        updates++;
        double kept = averaging.decayAt(updates);
        forEachRange(range -> {
            if (factor < 1) {
                part(gradient(), range).mul_(new Scalar(factor));
            }
            step(range, learningRate);
            part(average, range).lerp_(part(weights.flat(), range), new Scalar(1 - kept));
            part(gradient(), range).zero_();
        });
        return norm;
    }

    /** Adds the gradients of the other replicas to the first's, and clears them; gives the sum's squared norm. */
    private double addedUp(int range) {
        Tensor sum = part(gradient(), range);
        for (Replica other : replicas.subList(1, replicas.size())) {
            sum.add_(part(other.gradient(), range));
            part(other.gradient(), range).zero_();
        }
        double norm = sum.norm().item_double();
        return norm * norm;
    }

    private void step(int range, double learningRate) {
        Tensor gradient = part(gradient(), range), mean = part(this.mean, range);
        Tensor meanSquare = part(this.meanSquare, range), weights = part(this.weights.flat(), range);
        mean.lerp_(gradient, new Scalar(1 - settings.beta1()));
        meanSquare.mul_(new Scalar(settings.beta2())).addcmul_(gradient, gradient, new Scalar(1 - settings.beta2()));
        double meanScale = 1 - Math.pow(settings.beta1(), updates);
        double rootScale = Math.sqrt(1 - Math.pow(settings.beta2(), updates));
        Tensor root = meanSquare.sqrt().div_(new Scalar(rootScale)).add_(new Scalar(settings.epsilon()));
        weights.mul_(new Scalar(1 - learningRate * settings.weightDecay()));
        weights.addcdiv_(mean, root, new Scalar(-learningRate / meanScale));
    }

    private Tensor gradient() {
        return replicas.get(0).gradient();
    }

    private static Tensor part(Tensor flat, int range) {
        long from = range * RANGE;
        return flat.narrow(0, from, Math.min(RANGE, flat.numel() - from));
    }

    private int ranges() {
        return Math.toIntExact((weights.flat().numel() + RANGE - 1) / RANGE);
    }

    /** Does something to each range, several threads side by side. */
    private void forEachRange(IntConsumer what) {
        int ranges = ranges(), threads = Math.min(ranges, LoneThreads.useful());
        LoneThreads.share(threads, first -> {
            for (int range = first; range < ranges; range += threads) {
                int now = range;
                Scope.run(() -> {
                    new NoGradGuard();
                    what.accept(now);
                });
            }
        });
    }

    /** All that a resumed training needs, by name; the optimisation's own tensors. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("weights", weights.flat());
        state.put("mean", mean);
        state.put("mean_square", meanSquare);
        state.put("average", average);
        return state;
    }

    /**
     * Takes over a state.
     *
     * @throws IllegalArgumentException when it is not one of these weights
     */
    void restore(Map<String, Tensor> saved, long updates) {
        Scope.run(() -> {
            new NoGradGuard();
            state().forEach((name, tensor) -> {
                Tensor value = saved.get(name);
                if (value == null || !Tensors.shape(value).equals(Tensors.shape(tensor))) {
                    throw new IllegalArgumentException(
                            "The saved training does not fit this network: its '" + name + "' is "
                                    + (value == null ? "missing" : "of shape " + Tensors.shape(value)) + ", but "
                                    + Tensors.shape(tensor) + " is needed.");
                }
                tensor.copy_(value);
            });
        });
        this.updates = updates;
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        Stream.of(mean, meanSquare, average).forEach(Tensor::close);
    }
}
