package darkroom.train;

import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Weights under training with AdamW's moments and their moving average, each one flat buffer, so that an update is a
 * dozen operations however many weights there are. For one thread at a time.
 */
public final class Optimisation implements AutoCloseable {

    private final AdamW settings;
    private final double largestNorm;
    private final ExponentialMovingAverage averaging;
    private final Weights weights;
    private final Tensor gradient;
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
        gradient = Scope.own(() -> torch.zeros_like(weights.flat()), Stream::of);
        mean = Scope.own(() -> torch.zeros_like(weights.flat()), Stream::of);
        meanSquare = Scope.own(() -> torch.zeros_like(weights.flat()), Stream::of);
        average = Scope.own(weights.flat()::clone, Stream::of);
        Scope.run(() -> {
            long offset = 0;
            for (Tensor weight : weights.byName().values()) {
                weight.set_requires_grad(true);
                weight.mutable_grad()
                        .put(gradient.narrow(0, offset, weight.numel()).view_as(weight));
                offset += weight.numel();
            }
        });
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

    /**
     * One update from the gradients that were added up since the last one, which it clears.
     *
     * @param learningRate at least 0
     * @return the gradient's Euclidean norm before clipping
     */
    public double update(double learningRate) {
        double[] norm = new double[1];
        Scope.run(() -> {
            new NoGradGuard();
            norm[0] = gradient.norm().item_double();
            double factor = Math.min(1, largestNorm / (norm[0] + 1e-6));
            if (factor < 1) {
                gradient.mul_(new Scalar(factor));
            }
            updates++;
            step(learningRate);
            average.lerp_(weights.flat(), new Scalar(1 - averaging.decayAt(updates)));
            gradient.zero_();
        });
        return norm[0];
    }

    private void step(double learningRate) {
        mean.lerp_(gradient, new Scalar(1 - settings.beta1()));
        meanSquare.mul_(new Scalar(settings.beta2())).addcmul_(gradient, gradient, new Scalar(1 - settings.beta2()));
        double meanScale = 1 - Math.pow(settings.beta1(), updates);
        double rootScale = Math.sqrt(1 - Math.pow(settings.beta2(), updates));
        Tensor root = meanSquare.sqrt().div_(new Scalar(rootScale)).add_(new Scalar(settings.epsilon()));
        weights.flat().mul_(new Scalar(1 - learningRate * settings.weightDecay()));
        weights.flat().addcdiv_(mean, root, new Scalar(-learningRate / meanScale));
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
        weights.close();
        Stream.of(gradient, mean, meanSquare, average).forEach(Tensor::close);
    }
}
