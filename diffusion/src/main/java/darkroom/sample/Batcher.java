package darkroom.sample;

import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Lets the runs of many readers share evaluations, whatever their samplers, steps, conditions, guidance and seeds. For the
 * one thread that owns the runs.
 *
 * <p>A run enters for the one evaluation that it needs next. Each {@link #turn} evaluates the rows that have waited longest,
 * at most as many as fit into a batch, so no run waits for another's end; a run of more rows gets its answer over several turns.
 *
 * <p>A picture does not depend on who shares its batches: in float32 it stays the same to the bit, on libtorch and by recorded
 * steps. Batches hold 2, 4, 8, ... rows, a lone row twice, because on libtorch a single row and the last of an odd number are
 * computed in ways of their own (measured on the shipped models: a single row differs by up to 9e-6 of an output, the last of
 * an odd number by 2e-6). The few sizes also suit steps that are recorded for one size each.
 */
public final class Batcher implements AutoCloseable {

    /** The fewest rows of an evaluation: a lone row is evaluated twice. */
    public static final int FEWEST = 2;

    /**
     * A run that needs its place no more: it was given its evaluation, or failed.
     *
     * @param run which may enter again unless it is done or has failed
     * @param rows how many rows its evaluation had
     * @param failure why it cannot go on; null when it can
     */
    public record Answered(
            SamplingRun run, int rows, @Nullable Throwable failure) {}

    /** Rows of one run, in one batch. */
    private record Share(Seat seat, int rows) {}

    private final int most;
    /** Who has waited longest comes first. */
    private final Deque<Seat> waiting = new ArrayDeque<>();

    /** @param most rows of an evaluation: 2, 4, 8, ... */
    public Batcher(int most) {
        if (most < FEWEST || Integer.bitCount(most) != 1) {
            throw new IllegalArgumentException("A batch holds 2, 4, 8, ... rows at most, not " + most + ".");
        }
        this.most = most;
    }

    /**
     * Lines a run up for the evaluation that it needs next.
     *
     * @param run which stays the caller's, who leaves it alone until it was answered or has left
     * @throws IllegalArgumentException when it waits already
     * @throws IllegalStateException when all its steps were made
     */
    public void enter(SamplingRun run) {
        if (waits(run)) {
            throw new IllegalArgumentException("This run waits for its evaluation already.");
        }
        waiting.addLast(new Seat(run));
    }

    /** Whether a run has entered and was not answered yet. */
    public boolean waits(SamplingRun run) {
        return waiting.stream().anyMatch(seat -> seat.run() == run);
    }

    /** Lets a run go at once, with all that was evaluated for it; nothing happens when it does not wait. */
    public void leave(SamplingRun run) {
        waiting.stream().filter(seat -> seat.run() == run).forEach(Seat::close);
        waiting.removeIf(seat -> seat.run() == run);
    }

    /** How many rows still wait to be evaluated. */
    public int rows() {
        return waiting.stream().mapToInt(Seat::left).sum();
    }

    /** The most rows of an evaluation. */
    public int most() {
        return most;
    }

    /**
     * Makes one evaluation, of the rows that have waited longest and of those that can share it: of the same denoiser,
     * with samples of the same shape and type. Where it fails, it is repeated for each run alone, so that only those fail
     * that cannot be evaluated.
     *
     * @return the runs that need to wait no more, the longest waiting first; empty when an answer is complete in part only, or
     *     nobody waits
     */
    public List<Answered> turn() {
        List<Share> shares = shares();
        List<Answered> answered = new ArrayList<>();
        try {
            evaluate(shares, answered);
        } catch (Throwable e) {
            if (shares.size() == 1) {
                answered.add(failed(shares.get(0).seat(), e));
            } else {
                shares.forEach(share -> alone(share, answered));
            }
        }
        return answered;
    }

    /**
     * Makes all steps that are left of several runs.
     *
     * @param ended sees each run when it is done or has failed
     */
    public void finish(List<SamplingRun> runs, Consumer<? super Answered> ended) {
        runs.forEach(this::enter);
        while (!waiting.isEmpty()) {
            for (Answered one : turn()) {
                if (one.failure() == null && !one.run().done()) {
                    enter(one.run());
                } else {
                    ended.accept(one);
                }
            }
        }
    }

    /** Whose rows, and how many of each, go into the next batch. */
    private List<Share> shares() {
        List<Seat> alike = waiting.stream()
                .filter(seat -> seat.sharesWith(waiting.getFirst()))
                .toList();
        int room = Math.min(
                most, Integer.highestOneBit(alike.stream().mapToInt(Seat::left).sum()));
        List<Share> shares = new ArrayList<>();
        for (Seat seat : alike) {
            int rows = Math.min(room, seat.left());
            if (rows > 0) {
                shares.add(new Share(seat, rows));
                room -= rows;
            }
        }
        return shares;
    }

    private void alone(Share share, List<Answered> answered) {
        try {
            evaluate(List.of(share), answered);
        } catch (Throwable e) {
            answered.add(failed(share.seat(), e));
        }
    }

    private void evaluate(List<Share> shares, List<Answered> answered) {
        if (shares.isEmpty()) {
            return;
        }
        Scope.run(() -> {
            new NoGradGuard();
            Tensor output = output(shares);
            long from = 0;
            for (Share share : shares) {
                Tensor part = output.narrow(0, from, share.rows());
                from += share.rows();
                give(share.seat(), part, answered);
            }
        });
    }

    private static Tensor output(List<Share> shares) {
        List<Tensor> x = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        shares.forEach(share -> {
            x.add(share.seat().nextSamples(share.rows()));
            rows.addAll(share.seat().nextRows(share.rows()));
        });
        int doubled = rows.size() % 2;
        if (doubled == 1) {
            x.add(x.get(0).narrow(0, 0, 1));
            rows.add(rows.get(0));
        }
        Tensor output = shares.get(0).seat().denoiser().output(Tensors.joined(x), Collections.unmodifiableList(rows));
        if (output.size(0) != rows.size()) {
            throw new IllegalStateException(
                    "The denoiser was asked for " + rows.size() + " rows and gave " + output.size(0) + ".");
        }
        return output;
    }

    /** One run's part of an output; what its sampler makes of it concerns no other. */
    private void give(Seat seat, Tensor part, List<Answered> answered) {
        try {
            if (seat.give(part)) {
                waiting.remove(seat);
                seat.close();
                answered.add(new Answered(seat.run(), seat.rows(), null));
            }
        } catch (Throwable e) {
            answered.add(failed(seat, e));
        }
    }

    private Answered failed(Seat seat, Throwable e) {
        waiting.remove(seat);
        seat.close();
        return new Answered(seat.run(), seat.rows(), e);
    }

    /** Lets all runs go that wait. */
    @Override
    public void close() {
        Stream.of(waiting.toArray(Seat[]::new)).forEach(seat -> leave(seat.run()));
    }
}
