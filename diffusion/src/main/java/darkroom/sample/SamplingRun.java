package darkroom.sample;

import static java.util.Objects.requireNonNull;

import darkroom.objective.Objective;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
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
 * One run of the sampling loop, advanced by its caller: holds the sample, the past that a sampler may look at, the noise,
 * and the native memory of all three. For one thread at a time.
 *
 * <p>It stops at every evaluation that it needs. {@link #advance} has it made at once; {@link #evaluate} has one made for
 * several runs, whatever their samplers, steps, conditions and guidance.
 *
 * <p>Tensors that a run hands out are the run's: they are valid until it has moved on by {@value #HISTORY} steps or is
 * closed. A sampler calls {@link #past}, {@link #freshNoise} and {@link #replaceStart}; all else is the caller's.
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

    private Set<Tensor> owned = Set.of();
    private Tensor x;
    private @Nullable OpenStep open;
    private int index;
    private long evaluations;

    private SamplingRun(Sampling sampling, Noise noise, Supplier<Tensor> x) {
        this.sampling = sampling;
        this.noise = noise;
        try {
            this.x = Scope.own(x, Stream::of);
        } catch (RuntimeException e) {
            noise.close();
            throw e;
        }
        keepOnlyWhatIsHeld();
    }

    static SamplingRun fromNoise(Sampling sampling, Noise noise, long... shape) {
        return new SamplingRun(sampling, noise, () -> Tensors.scaled(sampling.noiseScale(), noise.next(shape)));
    }

    static SamplingRun fromClean(Sampling sampling, Noise noise, Tensor clean) {
        NoiseLevel first = sampling.grid().start();
        return new SamplingRun(sampling, noise, () -> Objective.noisy(clean, noise.next(sizes(clean)), first));
    }

    /**
     * A run from a given sample at the grid's first level.
     *
     * @param noise what samplers draw; the run's, which closes it
     * @param x [B, ...], copied
     */
    public static SamplingRun from(Sampling sampling, Noise noise, Tensor x) {
        return new SamplingRun(sampling, noise, x::clone);
    }

    /**
     * The evaluation that the run needs to go on: the first of the next step, or one in the middle of a step.
     *
     * @throws IllegalStateException when all steps were made
     */
    public Evaluation wanted() {
        if (done()) {
            throw new IllegalStateException("All " + index + " steps of this run were made.");
        }
        if (open == null) {
            open = new OpenStep(this, x, grid().steps().get(index));
        }
        return open.wanted();
    }

    /**
     * Goes on, as far as to the next evaluation that the run needs.
     *
     * @param output what the denoiser says of {@link #wanted}, [B, ...]; stays the caller's
     * @throws IllegalStateException when nothing was wanted
     * @throws IllegalArgumentException when the output has another number of rows than was wanted
     */
    public void answer(Tensor output) {
        OpenStep step = open;
        if (step == null) {
            throw new IllegalStateException("This run waits for no evaluation: ask first what it wants.");
        }
        int rows = step.wanted().rows().size();
        if (output.size(0) != rows) {
            throw new IllegalArgumentException(
                    "This run waits for an output of " + rows + " rows, not of " + output.size(0) + ".");
        }
        evaluations += rows / x.size(0);
        Tensor next = step.answer(output);
        Past made = step.past();
        if (next == null || made == null) {
            return;
        }
        past.addFirst(made);
        if (past.size() > HISTORY) {
            past.removeLast();
        }
        x = next;
        index++;
        keepOnlyWhatIsHeld();
    }

    /**
     * Gives each of several runs the evaluation that it needs next, all of them from one pass of the denoiser that they
     * share; a step ends once its run was given all that it needs.
     *
     * @throws IllegalArgumentException when their denoisers differ
     */
    public static void evaluate(List<SamplingRun> runs) {
        Denoiser denoiser = runs.get(0).sampling.denoiser();
        if (!runs.stream().allMatch(run -> run.sampling.denoiser().equals(denoiser))) {
            throw new IllegalArgumentException("Runs that share an evaluation need the same denoiser.");
        }
        Scope.run(() -> {
            new NoGradGuard();
            List<Evaluation> wanted = runs.stream().map(SamplingRun::wanted).toList();
            Tensor output = denoiser.output(
                    Tensors.joined(wanted.stream().map(Evaluation::x).toList()),
                    wanted.stream().flatMap(one -> one.rows().stream()).toList());
            long from = 0;
            for (int i = 0; i < runs.size(); i++) {
                int count = wanted.get(i).rows().size();
                runs.get(i).answer(output.narrow(0, from, count));
                from += count;
            }
        });
    }

    /**
     * Makes the next step, or what is left of it.
     *
     * @throws IllegalStateException when all steps were made
     */
    public void advance() {
        int before = index;
        while (index == before) {
            evaluate(List.of(this));
        }
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
        if (open != null) {
            if (open.past() != null) {
                throw new IllegalStateException("A sample is replaced between steps, not in the middle of one.");
            }
            open.close();
            open = null;
        }
        x = Scope.own(other::clone, Stream::of);
        owned.add(x);
        keepOnlyWhatIsHeld();
    }

    /** The steps that were made, the newest first, at most {@value #HISTORY}. */
    public List<Past> past() {
        return List.copyOf(past);
    }

    /** For a sampler: fresh noise of a sample's shape and type, the next of the run's stream. */
    public Tensor freshNoise(Tensor like) {
        return noise.next(sizes(like)).to(like.scalar_type());
    }

    /** For a sampler: what the network is told where the next step begins; {@code NaN} where it follows from the level. */
    double nextTimestep() {
        Step now = grid().steps().get(index);
        Step next = index + 1 < grid().size() ? grid().steps().get(index + 1) : now;
        return next.from().equals(now.to()) ? next.timestep() : Double.NaN;
    }

    private static long[] sizes(Tensor tensor) {
        return LongStream.range(0, tensor.dim()).map(tensor::size).toArray();
    }

    /** For a sampler: says that the step starts from another sample than the one that was looked at. */
    public void replaceStart(Tensor start) {
        requireNonNull(open, "a step").replaceStart(start);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
        owned.forEach(Tensor::close);
        owned.clear();
        past.clear();
        noise.close();
    }

    /** Takes over what a step made, and frees what nothing holds any more. */
    private void keepOnlyWhatIsHeld() {
        Set<Tensor> held = Collections.newSetFromMap(new IdentityHashMap<>());
        Stream.concat(Stream.of(x), past.stream().flatMap(Past::natives)).forEach(held::add);
        if (open != null) {
            open.closeExcept(held.stream().filter(tensor -> !owned.contains(tensor)));
            open = null;
        }
        owned.stream().filter(tensor -> !held.contains(tensor)).forEach(Tensor::close);
        owned = held;
    }
}
