package darkroom.benchmarks.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a model of Stable Diffusion 1.5's size: each side by a process of its own, one after the other, so that the machine's memory
 * holds it once.
 *
 * @param folder the model's, made when it is not there
 * @param log what the processes say beside their result goes here
 */
record Large(Python python, int threads, Path folder, Path log) {

    /** The ways that a peer has of it; ONNX Runtime has no bf16, and PyTorch's compiler takes many minutes for it. */
    private static final List<String> WAYS = List.of("eager", "channels_last", "openvino");

    private static final String TIMES = "3";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a process found: its times, and the most memory that it held. */
    private record Found(Times times, long megabytes) {
        static Found of(String line) throws IOException {
            JsonNode found = JSON.readTree(line);
            return new Found(
                    new Times(
                            found.get("median").asDouble(),
                            found.get("shortest").asDouble()),
                    found.get("peak_mb").asLong());
        }
    }

    /**
     * A row's result.
     *
     * @param memory the most memory of each side, in megabytes
     */
    record Measured(Result result, Map<String, Long> memory) {

        /** The memory in words. */
        String held() {
            StringBuilder all = new StringBuilder(result.row().name() + ", most memory held in MB");
            memory.forEach(
                    (way, megabytes) -> all.append(", ").append(way).append(' ').append(megabytes));
            return all.toString();
        }
    }

    /** Measures a row on all sides. */
    Measured measure(Row row) throws IOException, InterruptedException {
        String what = row.name().split("-")[1];
        if (!Files.exists(folder.resolve("model_index.json"))) {
            run(python.command("large.py", "make", folder.toString()));
        }
        Found ours = Found.of(last(new Jvm(threads).run("LargeBenchmark", what, folder.toString(), TIMES)));
        Map<String, Long> memory = new LinkedHashMap<>(Map.of("Darkroom", ours.megabytes));
        List<Result.Theirs> peers = new ArrayList<>();
        Map<String, String> excluded = new LinkedHashMap<>();
        for (String way : WAYS) {
            try {
                Found found = Found.of(last(run(python.command(
                        "large.py",
                        what,
                        folder.toString(),
                        "--way",
                        way,
                        "--threads",
                        String.valueOf(threads),
                        "--times",
                        TIMES))));
                peers.add(new Result.Theirs(way, found.times));
                memory.put(way, found.megabytes);
            } catch (IOException e) {
                excluded.put(way, "it failed; " + log + " says why");
            }
        }
        return new Measured(new Result(row, ours.times, Optional.empty(), peers, excluded), memory);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    /** The lines that a command prints. */
    private List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        List<String> lines = process.inputReader().lines().toList();
        if (process.waitFor() != 0) {
            throw new IOException("\"" + String.join(" ", command) + "\" failed; " + log + " says why.");
        }
        return lines;
    }
}
