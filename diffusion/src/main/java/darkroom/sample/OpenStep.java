package darkroom.sample;

import static java.util.Objects.requireNonNull;

import darkroom.sample.Move.Arrived;
import darkroom.sample.Move.Look;
import darkroom.sample.SamplingRun.Past;
import darkroom.schedule.Step;
import darkroom.torch.Scope;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A step that waits for an evaluation, with the native memory of all that it knows by then. */
final class OpenStep implements AutoCloseable {

    private final SamplingRun run;
    private final Step step;
    private final Scope.Lasting memory = new Scope.Lasting();

    private Look look;
    private Evaluation wanted;
    private @Nullable Past past;

    OpenStep(SamplingRun run, Tensor x, Step step) {
        this.run = run;
        this.step = step;
        look = new Look(x, step.from(), step.timestep(), this::begin);
        wanted = memory.call(() -> run.sampling().evaluation(look));
    }

    private Move begin(Estimate now) {
        past = new Past(step, now, now.x());
        return run.sampling().sampler().step(now, step, run);
    }

    /** What it waits for. */
    Evaluation wanted() {
        return wanted;
    }

    /** The step with what was known at its start; null before the first answer. */
    @Nullable
    Past past() {
        return past;
    }

    /** Says that the step starts from another sample than the one that was looked at. */
    void replaceStart(Tensor start) {
        past = new Past(step, requireNonNull(past, "past").estimate(), start);
    }

    /** Goes on from an answer; the sample at the step's end, or null where it needs another evaluation. */
    @Nullable
    Tensor answer(Tensor output) {
        return Scope.call(
                () -> {
                    // In a scope around: the steps of several runs end in any order, and so would their guards.
                    new NoGradGuard();
                    return memory.call(
                            () -> moved(look.then().apply(run.sampling().estimate(look, output))));
                },
                kept -> Stream.empty());
    }

    private @Nullable Tensor moved(Move move) {
        if (move instanceof Arrived arrived) {
            return arrived.x();
        }
        look = (Look) move;
        wanted = run.sampling().evaluation(look);
        return null;
    }

    /** Frees all that the step made, but for what the run goes on to own. */
    void closeExcept(Stream<Tensor> kept) {
        memory.closeExcept(kept);
    }

    @Override
    public void close() {
        memory.close();
    }
}
