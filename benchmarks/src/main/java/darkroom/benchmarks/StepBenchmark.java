package darkroom.benchmarks;

import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.plan.Engine;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One step of DDIM by the sampling loop: an evaluation of the network and the update of the sample. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 1, time = 5)
public class StepBenchmark {

    private static final int SIZE = 32;

    /** The precision of the weights. */
    @Param({"fp32", "bf16"})
    public String precision = "";

    /** How many pictures at once. */
    @Param({"1", "4", "16", "64"})
    public int batch;

    /** What computes the network. */
    @Param({"recorded", "libtorch"})
    public String engine = "";

    private Model model;
    private Sampling sampling;
    private SamplingRun run;

    /** Makes the model, and a run before its first step. */
    @Setup
    public void start() {
        Subject.useThreads();
        model = Subject.unet("fp32").model(precision);
        model.use(Engine.named(engine));
        sampling = model.sampling(model.settings(), Condition.NONE);
        run = begin();
    }

    /** The step; behind the last one the next run begins. */
    @Benchmark
    public int step() {
        if (run.done()) {
            run.close();
            run = begin();
        }
        run.advance();
        return run.index();
    }

    /** Frees what the model and the run hold. */
    @TearDown
    public void end() {
        run.close();
        model.close();
    }

    private SamplingRun begin() {
        return sampling.start(SeededNoise.of(0), batch, 1, SIZE, SIZE);
    }
}
