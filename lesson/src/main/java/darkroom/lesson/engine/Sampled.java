package darkroom.lesson.engine;

import darkroom.sample.SamplingRun;
import org.jspecify.annotations.Nullable;

/**
 * Work some of whose pieces are steps of sampling. The engine makes these steps, and evaluates a network for several readers
 * at once.
 */
public interface Sampled extends Engine.Work {

    /** The run whose step is the next piece; null when {@link #next} makes it. Asked until the step is made. */
    @Nullable
    SamplingRun step();

    /**
     * The record of the step that was made.
     *
     * @param nanoseconds how much of the engine's time it took, of evaluations that were shared its part
     */
    byte[] stepped(long nanoseconds);
}
