package darkroom.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the library and its peers at the same work, in turns. */
@Command(
        name = "benchmarks/compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Measures the library and its peers at the same work, in turns, and prints a Markdown table and a line for each row:",
            "row=NAME ours_ms=X peer_ms=Y peer=CONFIGURATION ratio=R; with a ratio above 1 the library is faster.",
            "",
            "A step of sampling and an iteration of training are those of a U-Net of 6.47 million parameters; a picture from the shell is"
                    + " drawn in 50 steps by the model that ships. The peer of a row is the fastest of diffusers on PyTorch (eager,"
                    + " channels_last, compiled, and frozen: compiled with freezing), OpenVINO and ONNX Runtime. A peer that is less exact"
                    + " than the library allows itself to be does not count. In fp32 evaluations at five levels of noise must lie within 1e-4"
                    + " of eager PyTorch's (of the largest output, where that is above 1). In bf16 they must have a peak signal-to-noise"
                    + " ratio of 45 dB against fp32, where the peak is the range of the outputs.",
            "",
            "The rows of sd15 are a guided step and a decoded picture of 512x512 of a model of Stable Diffusion 1.5's size with random"
                    + " weights, beside eager, channels_last and OpenVINO. They take minutes and 2 GB of disk; where time is limited they are"
                    + " measured only if --rows names them.",
            ""
        })
public final class Compare implements Callable<Integer> {

    @Option(names = "--quick", description = "The same as --minutes 8 --rounds 2 --seconds 1.")
    private boolean quick;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "End within M minutes; a third of them is for compiling (default: no limit).")
    private @Nullable Integer minutes;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds (default: 5).")
    private @Nullable Integer rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long a row is measured in each round, once warm (default: 3).")
    private @Nullable Double seconds;

    @Option(names = "--rows", paramLabel = "A,B,C", split = ",", description = "Only these rows (default: all).")
    private @Nullable List<String> rows;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: one for each core).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--python",
            paramLabel = "PATH",
            description = "A Python that has the peers (default: one that is made, once, in benchmarks/target/venv).")
    private @Nullable Path python;

    @Option(
            names = "--profile",
            description =
                    "Print where the time of a recorded step goes, for each kind of primitive, in place of all this.")
    private boolean profile;

    @Spec
    private CommandSpec spec;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Path project =
            Path.of(System.getProperty("darkroom.home", ".")).toAbsolutePath();

    /** Runs the command. */
    public static void main(String... arguments) {
        CommandLine line = new CommandLine(new Compare());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println("compare: " + failure.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        List<Row> asked = rows();
        if (profile) {
            profile(asked);
            return 0;
        }
        Path target = project.resolve("benchmarks/target"), scripts = project.resolve("benchmarks/peers");
        Python theirs = python != null ? new Python(python, scripts) : Python.in(target.resolve("venv"), scripts);
        out.println(Machine.text(threads));
        out.println(Machine.ours() + "; " + theirs.versions());
        out.println();
        Settings settings = new Settings(
                rounds != null ? rounds : quick ? 2 : 5,
                seconds != null ? seconds : quick ? 1 : 3,
                threads,
                Optional.ofNullable(minutes != null ? minutes : quick ? Integer.valueOf(8) : null)
                        .map(Duration::ofMinutes));
        new Comparison(project, Files.createDirectories(target.resolve("compare")), theirs, settings, out).run(asked);
        return 0;
    }

    private List<Row> rows() {
        List<String> known = Row.ALL.stream().map(Row::name).toList();
        for (String name : rows == null ? List.<String>of() : rows) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "The rows are " + String.join(", ", known) + "; " + name + " is none.");
            }
        }
        boolean limited = quick || minutes != null;
        return Row.ALL.stream()
                .filter(row -> rows == null ? !(limited && row.isLarge()) : rows.contains(row.name()))
                .toList();
    }

    private void profile(List<Row> asked) throws IOException, InterruptedException {
        for (Row row : asked.stream().filter(Row::isStep).toList()) {
            out.println(row.name());
            new Jvm(threads)
                    .run("StepProfile", row.precision(), String.valueOf(row.batch()))
                    .forEach(out::println);
            out.println();
        }
    }
}
