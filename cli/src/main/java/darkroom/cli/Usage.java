package darkroom.cli;

import java.util.function.Supplier;
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

    /** Refuses an option's value unless it holds. */
    static void check(CommandSpec spec, boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
