package darkroom.cli;

import darkroom.torch.Processor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Turns what the library refuses of an option's value into bad usage. */
final class Usage {

    private Usage() {}

    /** What a body makes of options; what it refuses is bad usage of the command. */
    static <R> R of(CommandSpec spec, Supplier<R> body) {
        try {
            return body.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Refuses a number of threads that makes no sense; none stands for the usual number. */
    static void checkThreads(CommandSpec spec, @Nullable Integer threads) {
        int most = Processor.mostThreads();
        check(
                spec,
                threads == null || threads >= 1 && threads <= most,
                "--threads must lie in 1 to " + most + ", not " + threads + ".");
    }

    /** Refuses what a body refuses, as bad usage of the command. */
    static void check(CommandSpec spec, Runnable body) {
        of(spec, () -> {
            body.run();
            return spec;
        });
    }

    /** Refuses an option's value unless it holds. */
    static void check(CommandSpec spec, boolean holds, String otherwise) {
        if (!holds) {
            throw bad(spec, otherwise);
        }
    }

    /** Bad usage, in a sentence. */
    static ParameterException bad(CommandSpec spec, String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
