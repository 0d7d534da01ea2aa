package darkroom.benchmarks.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A process of Python that does a row's work in one configuration of a peer when it is told to; {@code serve.py} defines how. */
final class Peer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String way;
    private final Path log;
    private final Process process;
    private final BufferedReader answers;
    private final Writer tasks;

    /**
     * Starts the process.
     *
     * @param log what it says beside its answers goes here
     */
    Peer(Python python, String way, int threads, Path log) throws IOException {
        this.way = way;
        this.log = log;
        this.process = new ProcessBuilder(
                        python.command("serve.py", "--way", way, "--threads", String.valueOf(threads)))
                .redirectError(log.toFile())
                .start();
        this.answers = process.inputReader();
        this.tasks = process.outputWriter();
    }

    /** The configuration. */
    String way() {
        return way;
    }

    /** Compiles what a row needs, and warms up; what takes longer than it may is given up. */
    Prepared prepare(Row row, Duration most) {
        JsonNode answer = ask(Map.of("do", "prepare", "row", row.name(), "seconds", most.toMillis() / 1e3));
        if (answer.has("unable")) {
            return Prepared.unable(answer.get("unable").asText());
        }
        Optional<Deviation> deviation = Optional.of(answer)
                .filter(any -> any.has("psnr"))
                .map(any -> new Deviation(
                        any.get("largest").asDouble(),
                        any.get("scale").asDouble(),
                        any.get("psnr").asDouble()));
        return new Prepared(Optional.empty(), deviation);
    }

    /** Does the work of a row that was prepared, for some seconds. */
    Times measure(Row row, double seconds) {
        JsonNode answer = ask(Map.of("do", "measure", "row", row.name(), "seconds", seconds));
        return new Times(answer.get("median").asDouble(), answer.get("shortest").asDouble());
    }

    private JsonNode ask(Map<String, ?> task) {
        try {
            tasks.write(JSON.writeValueAsString(task) + "\n");
            tasks.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("it ended; " + log + " says why");
            }
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException("The peer " + way + " did not do " + task + ": " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
