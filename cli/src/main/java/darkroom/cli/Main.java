package darkroom.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code darkroom}. */
@Command(
        name = "darkroom",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Train, sample and understand diffusion models.",
        subcommands = HelpCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /** Runs the command that the arguments name and exits: 0 when it succeeded, 2 for bad usage, 1 for a failure. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
    }
}
