package darkroom.sample;

import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** A run in a {@link Batcher}'s line, with as much of the output that it waits for as there is. */
final class Seat implements AutoCloseable {

    private final SamplingRun run;
    private final Evaluation wanted;
    private final List<Tensor> parts = new ArrayList<>();
    private int given;

    Seat(SamplingRun run) {
        this.run = run;
        wanted = run.wanted();
    }

    SamplingRun run() {
        return run;
    }

    Denoiser denoiser() {
        return run.sampling().denoiser();
    }

    /** How many rows its evaluation has. */
    int rows() {
        return wanted.rows().size();
    }

    /** How many of its rows wait to be evaluated. */
    int left() {
        return rows() - given;
    }

    /** Whether an evaluation may hold rows of both. */
    boolean sharesWith(Seat other) {
        List<Long> mine = Tensors.shape(wanted.x()), others = Tensors.shape(other.wanted.x());
        return mine.subList(1, mine.size()).equals(others.subList(1, others.size()))
                && wanted.x().scalar_type().intern()
                        == other.wanted.x().scalar_type().intern()
                && denoiser().equals(other.denoiser());
    }

    /** The next of its samples that wait, [count, ...]. */
    Tensor nextSamples(int count) {
        return wanted.x().narrow(0, given, count);
    }

    /** What the next of its samples are asked. */
    List<Row> nextRows(int count) {
        return wanted.rows().subList(given, given + count);
    }

    /**
     * Takes the next rows of the output, and lets the run go on once it is complete.
     *
     * @return whether it is
     */
    boolean give(Tensor part) {
        given += (int) part.size(0);
        if (left() > 0) {
            parts.add(Scope.own(part::clone, Stream::of));
            return false;
        }
        run.answer(parts.isEmpty() ? part : joined(part));
        return true;
    }

    private Tensor joined(Tensor last) {
        return Tensors.joined(Stream.concat(parts.stream(), Stream.of(last)).toList());
    }

    @Override
    public void close() {
        parts.forEach(Tensor::close);
        parts.clear();
    }
}
