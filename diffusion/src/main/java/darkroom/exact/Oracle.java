package darkroom.exact;

import darkroom.guide.Condition;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.schedule.Step;
import darkroom.torch.Scope;
import java.util.Arrays;
import java.util.List;
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
     * @param clean [1, ...], the same for all rows, or [B, ...], one for each; float32 or float64; copied
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
     * The clean samples, whatever is wanted.
     *
     * @throws IllegalArgumentException when {@code x} has not the shape of the clean samples
     */
    @Override
    public Tensor output(Tensor x, Step step, List<Condition> wanted) {
        Samples.check(x, clean);
        if (clean.size(0) != 1 && clean.size(0) != x.size(0)) {
            throw new IllegalArgumentException(
                    "This oracle knows the clean samples of " + clean.size(0) + " rows, not of " + x.size(0) + ".");
        }
        return Scope.keep(() -> {
            long[] times = new long[(int) x.dim()];
            Arrays.fill(times, 1);
            times[0] = wanted.size();
            return clean.to(x.scalar_type()).expand_as(x).repeat(times);
        });
    }

    @Override
    public void close() {
        clean.close();
    }
}
