package darkroom.cli;

import darkroom.plan.Engine;
import darkroom.torch.Threads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say how a network is computed. */
final class ComputingOptions {

    private static final String FP32 = "fp32";
    private static final String BF16 = "bf16";

    @Option(
            names = "--precision",
            paramLabel = FP32 + "|" + BF16,
            description = {
                "fp32 (the default) or bf16.",
                "Asked for by name, fp32 is computed by libtorch, unless --engine says otherwise."
            })
    private @Nullable String precision;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            completionCandidates = Candidates.OfEngine.class,
            description = {
                "${COMPLETION-CANDIDATES}: what computes the network.",
                "auto, the default, measures once which of the others is faster here: steps of oneDNN that are recorded"
                        + " for one shape, or libtorch. In fp32 they agree within 0.001 of a picture's range."
            })
    private @Nullable String engine;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: one for each core).")
    private @Nullable Integer threads;

    void check(CommandSpec spec) {
        Usage.check(
                spec,
                precision == null || precision.equals(FP32) || precision.equals(BF16),
                "--precision is " + FP32 + " or " + BF16 + ", not " + precision + ".");
        Usage.check(
                spec,
                engine == null || Engine.names().contains(engine),
                "--engine is one of " + String.join(", ", Engine.names()) + ", not " + engine + ".");
        Usage.checkThreads(spec, threads);
    }

    void useThreads() {
        Threads.use(threads == null ? Runtime.getRuntime().availableProcessors() : threads);
    }

    /** The precision by its name. */
    String precision() {
        return precision == null ? FP32 : precision;
    }

    boolean isHalf() {
        return BF16.equals(precision);
    }

    /**
     * Which engine was asked for.
     *
     * @param otherwise which it is unless a precision or an engine was asked for by name
     */
    Engine engine(Engine otherwise) {
        Engine usual = FP32.equals(precision) ? Engine.LIBTORCH : otherwise;
        return engine == null ? usual : Engine.named(engine);
    }
}
