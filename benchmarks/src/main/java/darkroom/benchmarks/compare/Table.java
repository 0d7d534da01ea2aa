package darkroom.benchmarks.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Prints results as Markdown: how the library compares with the best peer and with the best that runs on PyTorch, and what each
 * configuration took. Times are medians in milliseconds, with the shortest in parentheses.
 */
record Table(PrintStream out) {

    void print(List<Result> results) {
        out.println("| row | Darkroom | on libtorch | best peer | ratio | best of PyTorch | ratio |");
        out.println("|---|---|---|---|---|---|---|");
        for (Result result : results) {
            List<String> cells = List.of(
                    result.row().name(),
                    cell(result.ours()),
                    result.onLibtorch().map(Table::cell).orElse("-"),
                    named(result.peer()),
                    ratio(result, result.peer()),
                    named(result.fastest(Way::onTorch)),
                    ratio(result, result.fastest(Way::onTorch)));
            out.println("| " + String.join(" | ", cells) + " |");
        }
        out.println();
    }

    /** Every configuration, and why some do not count. */
    void printPeers(List<Result> results) {
        out.println("| row | " + String.join(" | ", Way.ALL) + " |");
        out.println("|---" + "|---".repeat(Way.ALL.size()) + "|");
        for (Result result :
                results.stream().filter(any -> !any.row().equals(Row.PICTURE)).toList()) {
            Function<String, String> time = way -> result.peers().stream()
                    .filter(peer -> peer.way().equals(way))
                    .map(peer -> cell(peer.times()))
                    .findFirst()
                    .orElse("-");
            out.println("| " + result.row().name() + " | "
                    + String.join(" | ", Way.ALL.stream().map(time).toList()) + " |");
        }
        out.println();
        Map<String, List<String>> rows = new LinkedHashMap<>();
        results.forEach(result -> result.excluded()
                .forEach((way, reason) -> rows.computeIfAbsent(
                                way + " does not count (" + reason + ") in: ", any -> new ArrayList<>())
                        .add(result.row().name())));
        rows.forEach((why, names) -> out.println(why + String.join(", ", names)));
        out.println();
    }

    private static String named(Optional<Result.Theirs> peer) {
        return peer.map(found -> cell(found.times()) + " " + found.way()).orElse("-");
    }

    private static String ratio(Result result, Optional<Result.Theirs> peer) {
        return peer.map(found -> String.format(Locale.ROOT, "%.2f", result.ratio(found)))
                .orElse("-");
    }

    private static String cell(Times times) {
        return number(times.median()) + " (" + number(times.shortest()) + ")";
    }

    private static String number(double milliseconds) {
        return String.format(Locale.ROOT, milliseconds < 100 ? "%.1f" : "%.0f", milliseconds);
    }
}
