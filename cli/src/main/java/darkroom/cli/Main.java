package darkroom.cli;

import darkroom.torch.NativeMemory;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code darkroom}. */
@Command(
        name = "darkroom",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Train, sample and understand diffusion models.",
        subcommands = {
            LessonCommand.class,
            TrainCommand.class,
            RecipeCommand.class,
            SampleCommand.class,
            ScheduleCommand.class,
            SchedulersCommand.class,
            EvaluateCommand.class,
            DataCommand.class,
            InspectCommand.class,
            ModelsCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            AutoComplete.GenerateCompletion.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    private static final int ABANDONED = 141;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /**
     * Runs the command that the arguments name and exits: 0 when it succeeded, 2 for bad usage, 1 for a failure, and 141, as a shell
     * reports it of other programs, when nobody reads its output any more.
     */
    public static void main(String[] arguments) {
        Output out = new Output(FileDescriptor.out), err = new Output(FileDescriptor.err);
        CommandLine commandLine =
                commandLine().setOut(out.writer("stdout.encoding")).setErr(err.writer("stderr.encoding"));
        int status = run(commandLine, arguments);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        System.exit(status == 0 ? written(out, err, commandLine.getErr()) : status);
    }

    /** What a command that succeeded has to report of its output. */
    private static int written(Output out, Output err, PrintWriter complaints) {
        for (Output output : List.of(out, err)) {
            IOException failure = output.failure();
            if (output.isAbandoned()) {
                return ABANDONED;
            }
            if (failure != null) {
                complaints.println("darkroom: The output could not be written: " + failure.getMessage() + ".");
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** Gives a sentence for what no command can mend, too: too little memory, a native library that does not load. */
    private static int run(CommandLine commandLine, String... arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError e) {
            commandLine.getErr().println("darkroom: " + sentence(e));
        } catch (LinkageError e) {
            commandLine.getErr().println("darkroom: libtorch could not be loaded: " + sentence(e));
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        Terminal.isPlain() ? CommandLine.Help.Ansi.OFF : CommandLine.Help.Ansi.AUTO))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    PrintWriter err = command.getErr();
                    err.println(command.getColorScheme().errorText("darkroom: " + sentence(failure)));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .setParameterExceptionHandler((failure, arguments) -> {
                    CommandLine command = failure.getCommandLine();
                    PrintWriter err = command.getErr();
                    err.println(command.getColorScheme().errorText("darkroom: " + failure.getMessage()));
                    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
                    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
                    return CommandLine.ExitCode.USAGE;
                });
    }

    /** What went wrong, in one line. */
    private static String sentence(Throwable failure) {
        if (NativeMemory.ranOut(failure)) {
            return "There is too little memory for this: ask for fewer or smaller ones.";
        }
        if (failure instanceof NoSuchFileException missing) {
            return "There is no file " + missing.getFile() + ".";
        }
        if (failure instanceof AccessDeniedException denied) {
            return "Access to " + denied.getFile() + " was denied.";
        }
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        boolean spoken = failure instanceof IllegalArgumentException
                || failure instanceof UnsatisfiedLinkError
                || failure instanceof IllegalStateException
                || failure instanceof ArithmeticException;
        if (failure instanceof IOException) {
            return "A file could not be read or written: " + message;
        }
        return spoken ? message : failure.getClass().getSimpleName() + ": " + message;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing.");
    }
}
