package darkroom.sample;

import darkroom.guide.Condition;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One run of the sampling loop, advanced by its caller: holds the sample, the past that a sampler may look at, and the
 * native memory of both. For one thread at a time.
 *
 * <p>Tensors that a run hands out are the run's: they are valid until it has moved on by {@value #HISTORY} steps or is
 * closed. A sampler calls {@link #evaluate}, {@link #past}, {@link #freshNoise} and {@link #replaceStart}; all else is
 * the caller's.
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
    public record Past(Step step, Estimate estimate, Tensor start) {

        private Stream<Tensor> natives() {
            return Stream.of(estimate.x(), estimate.output(), estimate.x0(), estimate.epsilon(), start);
        }
    }

    private final Sampling sampling;
    private final Noise noise;
    /** The newest first. */
    private final Deque<Past> past = new ArrayDeque<>();

    private Tensor x;
    private @Nullable Tensor correctedStart;
    private int index;
    private long evaluations;

    private SamplingRun(Sampling sampling, Noise noise, Supplier<Tensor> x) {
        this.sampling = sampling;
        this.noise = noise;
        this.x = Scope.own(x, Stream::of);
    }

    static SamplingRun fromNoise(Sampling sampling, Noise noise, long... shape) {
        NoiseLevel first = sampling.grid().start();
        return new SamplingRun(sampling, noise, () -> Tensors.scaled(first.amplitude(), noise.next(shape)));
    }

    /** A run from a given sample [B, ...] at the grid's first level; the sample is copied. */
    public static SamplingRun from(Sampling sampling, Noise noise, Tensor x) {
        return new SamplingRun(sampling, noise, x::clone);
    }

    /**
     * Makes the next step.
     *
     * @throws IllegalStateException when all steps were made
     */
    public void advance() {
        if (done()) {
            throw new IllegalStateException("All " + index + " steps of this run were made.");
        }
        Step step = grid().steps().get(index);
        correctedStart = null;
        record Made(Past past, Tensor x) {}
        Made made = Scope.own(
                () -> {
                    new NoGradGuard();
                    Estimate now = estimate(x, step);
                    Tensor next = sampling.sampler().step(now, step, this);
                    return new Made(new Past(step, now, correctedStart == null ? now.x() : correctedStart), next);
                },
                all -> distinct(Stream.concat(all.past.natives(), Stream.of(all.x)), x));
        past.addFirst(made.past);
        correctedStart = null;
        x = made.x;
        index++;
        forget();
    }

    /** Makes all steps that are left; the listener sees the run after each. */
    public void finish(Consumer<? super SamplingRun> listener) {
        while (!done()) {
            advance();
            listener.accept(this);
        }
    }

    /** Whether all steps were made. */
    public boolean done() {
        return index == grid().size();
    }

    /** How many steps were made. */
    public int index() {
        return index;
    }

    /** The steps of the whole run. */
    public TimeGrid grid() {
        return sampling.grid();
    }

    /** The settings of the run. */
    public Sampling sampling() {
        return sampling;
    }

    /**
     * The number of function evaluations (NFE) behind each sample: every condition that is evaluated counts, so a guided step
     * costs two.
     */
    public long evaluations() {
        return evaluations;
    }

    /** The sample as it stands [B, ...]. */
    public Tensor x() {
        return x;
    }

    /** The level of the sample as it stands. */
    public NoiseLevel level() {
        return index == 0 ? grid().start() : grid().steps().get(index - 1).to();
    }

    /** Replaces the sample as it stands by a copy of another of its shape. */
    public void replaceX(Tensor other) {
        if (!Tensors.shape(other).equals(Tensors.shape(x))) {
            throw new IllegalArgumentException("The run's sample has the shape " + Tensors.shape(x) + ", the new one "
                    + Tensors.shape(other) + ".");
        }
        Tensor old = x;
        x = Scope.own(other::clone, Stream::of);
        if (!held(old)) {
            old.close();
        }
    }

    /** The steps that were made, the newest first, at most {@value #HISTORY}. */
    public List<Past> past() {
        return List.copyOf(past);
    }

    /** For a sampler: what the denoiser says of a sample at a level, one more evaluation. */
    public Estimate evaluate(Tensor sample, NoiseLevel level) {
        return estimate(sample, new Step(level, level));
    }

    private Estimate estimate(Tensor sample, Step step) {
        Denoiser denoiser = sampling.denoiser();
        List<Condition> wanted = sampling.guidance().wanted(sampling.condition(), step.from());
        int rows = (int) sample.size(0);
        Tensor repeated = wanted.size() == 1
                ? sample
                : Tensors.concatenated(
                        0, Collections.nCopies(wanted.size(), sample).toArray(Tensor[]::new));
        Tensor all = denoiser.output(repeated, Row.of(step.from(), step.timestep(), wanted, rows));
        evaluations += wanted.size();
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            outputs.add(wanted.size() == 1 ? all : all.narrow(0, (long) i * rows, rows));
        }
        Tensor output = sampling.guidance().combine(outputs, step.from());
        return Estimate.of(sample, step.from(), output, denoiser.prediction(), sampling.clipping());
    }

    /** For a sampler: fresh noise of a sample's shape and type, the next of the run's stream. */
    public Tensor freshNoise(Tensor like) {
        long[] shape = LongStream.range(0, like.dim()).map(like::size).toArray();
        return noise.next(shape).to(like.scalar_type());
    }

    /** For a sampler: says that the step starts from another sample than the one that was looked at. */
    public void replaceStart(Tensor start) {
        correctedStart = start;
    }

    @Override
    public void close() {
        Stream<Tensor> all = Stream.concat(Stream.of(x), past.stream().flatMap(Past::natives));
        distinct(all, null).forEach(Tensor::close);
        past.clear();
    }

    private void forget() {
        while (past.size() > HISTORY) {
            Past old = past.removeLast();
            distinct(old.natives(), null).filter(tensor -> !held(tensor)).forEach(Tensor::close);
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean held(Tensor tensor) {
        Iterator<Tensor> natives = Stream.concat(Stream.of(x), past.stream().flatMap(Past::natives))
                .iterator();
        while (natives.hasNext()) {
            if (natives.next() == tensor) {
                return true;
            }
        }
        return false;
    }

    /** Each native once, and without one that is owned already. */
    @SuppressWarnings("ReferenceEquality")
    private static Stream<Tensor> distinct(Stream<Tensor> natives, @Nullable Tensor without) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return natives.filter(tensor -> tensor != without && seen.add(tensor)).toList().stream();
    }
}
