package darkroom.exact;

import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.torch.Scope;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser that is told the answer: whatever it sees, it names the clean sample that it knows, so that the noise follows
 * at every level as {@code (x - alpha x0) / sigma}. It learned nothing and looks at nothing.
 */
public final class Oracle implements Denoiser, AutoCloseable {

    private final Tensor clean;

    /**
     * An oracle.
     *
     * @param clean [1, ...], the same for all rows, or [B, ...], one for each row of a batch; float32 or float64; copied
     */
    public Oracle(Tensor clean) {
        this.clean = Scope.own(clean::clone, Stream::of);
    }

    /** The clean sample. */
    @Override
    public PredictionType prediction() {
        return PredictionType.X0;
    }

    /**
     * The clean samples, whatever is wanted; for several conditions over and over.
     *
     * @throws IllegalArgumentException when {@code x} has not the shape of the clean samples
     */
    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        KnownShape.check(x, clean);
        if (x.size(0) % clean.size(0) != 0) {
            throw new IllegalArgumentException(
                    "This oracle knows the clean samples of " + clean.size(0) + " rows, not of " + x.size(0) + ".");
        }
        return Scope.keep(() -> {
            long[] times = LongStream.range(0, x.dim())
                    .map(i -> i == 0 ? x.size(0) / clean.size(0) : 1)
                    .toArray();
            return clean.to(x.scalar_type()).repeat(times);
        });
    }

    @Override
    public void close() {
        clean.close();
    }
}
