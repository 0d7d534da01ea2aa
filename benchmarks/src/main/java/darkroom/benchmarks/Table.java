package darkroom.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Prints what {@code compare} measured as Markdown tables, in milliseconds: the medians, and the fastest times, which say
 * more on a machine that is busy with other things now and then.
 */
public final class Table {

    private static final String OURS = "darkroom";
    private static final String EAGER = "eager";
    private static final List<String> WAYS = List.of(EAGER, "channels_last", "compiled", "frozen");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is measured. */
    private record Row(String work, int batch, String precision) {

        String title() {
            String what = work.equals("step") ? "step" : "training iteration";
            String how = work.equals("step") || precision.equals("fp32") ? precision : precision + " autocast";
            return what + ", batch " + batch + ", " + how;
        }
    }

    /** One round's times of one side. */
    private record Times(double median, double fastest) {}

    private final Map<Row, Map<String, List<Times>>> rounds = new TreeMap<>(Comparator.comparing(Row::work)
            .thenComparing(Row::batch)
            .thenComparing(Row::precision, Comparator.reverseOrder()));

    private Table() {}

    /**
     * Prints both tables.
     *
     * @param folder one folder, of what was measured
     */
    public static void main(String... folder) throws IOException {
        Table table = new Table();
        table.read(Path.of(folder[0]));
        System.out.printf(
                "%s, %d cores. A ratio below 1 means that darkroom is faster.%n",
                processor(), Runtime.getRuntime().availableProcessors());
        table.print("Median times, in ms", Table::median);
        table.print(
                "Fastest times, in ms",
                all -> all.stream().mapToDouble(Times::fastest).min().getAsDouble());
    }

    private void read(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith("ours-")) {
                    JSON.readTree(file.toFile()).forEach(this::addOurs);
                } else if (name.startsWith("peers-")) {
                    for (String line : Files.readAllLines(file)) {
                        addPeer(JSON.readTree(line));
                    }
                }
            }
        }
    }

    private void addOurs(JsonNode run) {
        JsonNode params = run.get("params");
        String work = run.get("benchmark").asText().contains("Step") ? "step" : "training";
        JsonNode percentiles = run.get("primaryMetric").get("scorePercentiles");
        add(
                new Row(
                        work,
                        params.path("batch").asInt(16),
                        params.get("precision").asText()),
                OURS,
                new Times(
                        percentiles.get("50.0").asDouble(),
                        percentiles.get("0.0").asDouble()));
    }

    private void addPeer(JsonNode line) {
        add(
                new Row(
                        line.get("row").asText(),
                        line.get("batch").asInt(),
                        line.get("precision").asText()),
                line.get("way").asText(),
                new Times(line.get("ms").asDouble(), line.get("fastest").asDouble()));
    }

    private void add(Row row, String way, Times times) {
        rounds.computeIfAbsent(row, any -> new TreeMap<>())
                .computeIfAbsent(way, any -> new ArrayList<>())
                .add(times);
    }

    private void print(String title, ToDoubleFunction<List<Times>> statistic) {
        System.out.println(
                "\n| " + title
                        + " | darkroom | diffusers eager | channels_last | compiled | compiled, frozen | to eager | to its best |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        rounds.forEach((row, ways) -> {
            Function<String, Optional<Double>> time =
                    way -> Optional.ofNullable(ways.get(way)).map(statistic::applyAsDouble);
            StringBuilder line = new StringBuilder("| " + row.title() + " | " + cell(time.apply(OURS)));
            WAYS.forEach(way -> line.append(" | ").append(cell(time.apply(way))));
            Optional<Double> best =
                    WAYS.stream().flatMap(way -> time.apply(way).stream()).min(Comparator.naturalOrder());
            line.append(" | ").append(ratio(time.apply(OURS), time.apply(EAGER)));
            line.append(" | ").append(ratio(time.apply(OURS), best)).append(" |");
            System.out.println(line);
        });
    }

    private static double median(List<Times> all) {
        double[] sorted = all.stream().mapToDouble(Times::median).sorted().toArray();
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    private static String cell(Optional<Double> milliseconds) {
        return milliseconds
                .map(time -> String.format(Locale.ROOT, time < 100 ? "%.1f" : "%.0f", time))
                .orElse("-");
    }

    private static String ratio(Optional<Double> ours, Optional<Double> theirs) {
        return ours.isEmpty() || theirs.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", ours.get() / theirs.get());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            List<String> all = lines.toList();
            String model = value(all, "model name");
            String flags = value(all, "flags");
            return model
                    + " (family " + value(all, "cpu family") + ", model " + value(all, "model") + ")"
                    + (flags.contains("amx_bf16")
                            ? " with AMX"
                            : flags.contains("avx512_bf16") ? " with AVX512_BF16" : "");
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.split(":", 2)[0].strip().equals(key))
                .map(line -> line.split(":", 2)[1].strip())
                .findFirst()
                .orElse("");
    }
}
