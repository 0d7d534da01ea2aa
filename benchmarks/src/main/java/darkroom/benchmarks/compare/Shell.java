package darkroom.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A picture of the model that ships, drawn in 50 steps of DDIM by a command of either side, from its start to its end. */
final class Shell {

    private static final String STEPS = "50";
    private static final String PEER = "eager";

    private final List<String> ours;
    private final List<String> theirs;
    private final Path log;
    private final List<Times> oursTook = new ArrayList<>();
    private final List<Times> theirsTook = new ArrayList<>();

    /**
     * Both commands.
     *
     * @param project its folder
     * @param out pictures and what the commands say go here
     */
    Shell(Path project, Python python, int threads, Path out) {
        Path model = project.resolve("models/patterns");
        String count = String.valueOf(threads);
        ours = Stream.of(
                        project.resolve("darkroom").toString(),
                        "sample",
                        model.toString(),
                        "--label",
                        "2",
                        "--steps",
                        STEPS,
                        "--guidance",
                        "1",
                        "--seed",
                        "0",
                        "--threads",
                        count,
                        "--out",
                        out.resolve("ours.png").toString())
                .toList();
        theirs = python.command(
                "picture.py",
                model.toString(),
                "2",
                STEPS,
                count,
                out.resolve("theirs.png").toString());
        log = out.resolve("shell.log");
    }

    /** Builds and unpacks what the first start needs, and fills the system's caches. */
    void warmUp() throws IOException, InterruptedException {
        run(ours);
        run(theirs);
    }

    /** Runs each once. */
    void measure() throws IOException, InterruptedException {
        oursTook.add(run(ours));
        theirsTook.add(run(theirs));
    }

    /** What the rounds come to, if there was one. */
    Optional<Result> result() {
        return oursTook.isEmpty()
                ? Optional.empty()
                : Optional.of(new Result(
                        Row.PICTURE,
                        Times.of(oursTook),
                        Optional.empty(),
                        List.of(new Result.Theirs(PEER, Times.of(theirsTook))),
                        Map.of()));
    }

    private Times run(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("\"" + String.join(" ", command) + "\" failed: "
                    + Files.readString(log).strip());
        }
        double milliseconds = (System.nanoTime() - start) / 1e6;
        return new Times(milliseconds, milliseconds);
    }
}
