package darkroom.benchmarks;

import darkroom.train.Trainer;
import darkroom.train.TrainingUpdate;
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

/** One iteration of training at batch 16: drawing the batch, forward, backward, clipping, AdamW and the average. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 4)
@Measurement(iterations = 1, time = 10)
public class TrainingBenchmark {

    /** {@code bf16} is mixed precision. */
    @Param({"fp32", "bf16"})
    public String precision = "";

    private Trainer trainer;

    /** Makes the training. */
    @Setup
    public void start() {
        Subject.useThreads();
        trainer = Subject.unet(precision).trainer();
    }

    /** The iteration. */
    @Benchmark
    public TrainingUpdate iteration() {
        return trainer.advance();
    }

    /** Frees the weights. */
    @TearDown
    public void end() {
        trainer.close();
    }
}
