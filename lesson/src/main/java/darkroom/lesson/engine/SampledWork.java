package darkroom.lesson.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import org.jspecify.annotations.Nullable;

/** Staged work whose pieces are steps of sampling, all or most of them. Asked for its next piece it makes the step alone. */
public abstract class SampledWork extends StagedWork implements Sampled {

    @Override
    public final @Nullable SamplingRun step() {
        return goesOn() ? advancing() : null;
    }

    @Override
    public final byte[] stepped(long nanoseconds) {
        return line(steppedRecord(nanoseconds));
    }

    /** The record of {@link #stepped}, empty where the step has nothing to say. */
    public final ObjectNode steppedRecord(long nanoseconds) {
        ObjectNode said = advanced(nanoseconds);
        return said == null ? Json.object() : said;
    }

    @Override
    protected final @Nullable ObjectNode piece() {
        SamplingRun run = advancing();
        if (run == null) {
            return otherwise();
        }
        long before = System.nanoTime();
        run.advance();
        return advanced(System.nanoTime() - before);
    }

    /** While there is more: the run whose step is the next piece; null for another piece. The same until that was made. */
    protected abstract @Nullable SamplingRun advancing();

    /** What is said of the step that was made, in so many nanoseconds; null for nothing to say. */
    protected abstract @Nullable ObjectNode advanced(long nanoseconds);

    /** Makes a piece that is no step, and says so; null for nothing to say. */
    protected @Nullable ObjectNode otherwise() {
        throw new IllegalStateException("There is more, and no step.");
    }
}
