package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One run of the sampling loop, advanced by its caller: holds the sample, the past that a sampler may look at, and the
 * native memory of both. For one thread at a time.
 *
 * <p>Tensors that a run hands out are the run's: they are valid until the run has moved on or is closed.
 */
public final class SamplingRun implements AutoCloseable {

    /** How many past steps a sampler may look back at. */
    public static final int HISTORY = 4;

    /**
     * A step that was made.
     *
     * @param step the step
     * @param estimate what was known at its start
     * @param start the sample that it started from: {@code estimate.x()}, or what a corrector made of it
     */
    public record Past(Step step, Estimate estimate, Tensor start) {}

    private final Sampling sampling;
    private final Noise noise;
    private final Deque<Past> past = new ArrayDeque<>();
    private final Set<Tensor> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    private Tensor x;
    private @Nullable Tensor start;
    private int index;
    private long evaluations;

    private SamplingRun(Sampling sampling, Noise noise, Tensor x) {
        this.sampling = sampling;
        this.noise = noise;
        this.x = x;
        owned.add(x);
    }

    static SamplingRun fromNoise(Sampling sampling, Noise noise, long... shape) {
        NoiseLevel first = sampling.grid().start();
        double power = Math.hypot(first.alpha(), first.sigma());
        return new SamplingRun(sampling, noise, own(() -> Tensors.scaled(power, noise.next(shape))));
    }

    /** A run from a given sample at the grid's first level; the sample is copied. */
    public static SamplingRun from(Sampling sampling, Noise noise, Tensor x) {
        return new SamplingRun(sampling, noise, own(x::clone));
    }

    /** Makes the next step. */
    public void advance() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        owned.forEach(Tensor::close);
    }

    private static Tensor own(java.util.function.Supplier<Tensor> body) {
        return Scope.own(body, Stream::of);
    }
}
