package darkroom.benchmarks.compare;

import darkroom.benchmarks.StepBenchmark;
import darkroom.benchmarks.TrainingBenchmark;
import java.nio.file.Path;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * The library's times, by JMH in a virtual machine of their own.
 *
 * @param log what JMH says goes here
 */
record Ours(int threads, Path log) {

    /** The virtual machine's options with which the launcher trains and samples. */
    private static final String COLLECTOR = "-XX:+UseSerialGC", FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    /** A step by the engine that a user asks for. */
    Times step(Row row, String engine, double seconds) {
        return run(
                StepBenchmark.class,
                row,
                seconds,
                new OptionsBuilder()
                        .jvmArgsPrepend(COLLECTOR, FIRST_COMPILER)
                        .param("engine", engine)
                        .param("batch", String.valueOf(row.batch())));
    }

    /** An iteration of training. */
    Times training(Row row, double seconds) {
        return run(TrainingBenchmark.class, row, seconds, new OptionsBuilder().jvmArgsPrepend(COLLECTOR));
    }

    private Times run(Class<?> benchmark, Row row, double seconds, ChainedOptionsBuilder options) {
        TimeValue time = TimeValue.milliseconds(Math.round(1000 * seconds));
        try {
            Statistics found = new Runner(options.include(benchmark.getName())
                            .param("precision", row.precision())
                            .warmupTime(time)
                            .measurementTime(time)
                            .jvmArgsAppend("-Ddarkroom.threads=" + threads)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.NORMAL)
                            .output(log.toString())
                            .build())
                    .runSingle()
                    .getPrimaryResult()
                    .getStatistics();
            return new Times(found.getPercentile(50), found.getMin());
        } catch (RunnerException e) {
            throw new IllegalStateException(
                    "The library could not be measured in " + row.name() + "; " + log + " says why.", e);
        }
    }
}
