package darkroom.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Measures rows on both sides, round by round, and prints what came of it.
 *
 * @param project the project's folder
 * @param folder where logs and pictures go
 */
record Comparison(Path project, Path folder, Python python, Settings settings, PrintStream out) {

    void run(List<Row> rows) throws IOException, InterruptedException, ExecutionException {
        Instant start = Instant.now();
        List<String> readers = rows.contains(Row.READERS) ? readers() : List.of();
        List<Row> compiled =
                rows.stream().filter(row -> row.isStep() || row.isTraining()).toList();
        Shell shell = new Shell(project, python, settings.threads(), folder);
        List<Peer> peers = new ArrayList<>();
        try {
            for (String way : compiled.isEmpty() ? List.<String>of() : Way.ALL) {
                peers.add(new Peer(python, way, settings.threads(), folder.resolve(way + ".log")));
            }
            progress("the peers compile");
            Ours ours = new Ours(settings.threads(), folder.resolve("jmh.log"));
            Turns turns = Turns.prepare(ours, peers, compiled, Instant.now().plus(settings.toPrepare()));
            if (rows.contains(Row.PICTURE)) {
                progress("the shell draws a first picture");
                shell.warmUp();
            }
            List<Row> measured = rows.stream()
                    .filter(row -> !row.equals(Row.READERS) && !row.isLarge())
                    .toList();
            rounds(measured, turns, shell, start.plus(settings.toMeasure()));
            if (!measured.isEmpty()) {
                print(measured.stream()
                        .flatMap(row -> (row.equals(Row.PICTURE) ? shell.result() : turns.result(row)).stream())
                        .toList());
            }
        } finally {
            peers.forEach(Peer::close);
        }
        readers.forEach(out::println);
        large(rows.stream().filter(Row::isLarge).toList());
        out.println("\nload at the end: " + Machine.load());
    }

    /** Measures all rows in each round, until time is up. */
    private void rounds(List<Row> rows, Turns turns, Shell shell, Instant until)
            throws IOException, InterruptedException {
        for (int round = 1; round <= settings.rounds(); round++) {
            progress("round " + round + " of " + settings.rounds());
            for (Row row : rows) {
                if (Instant.now().isAfter(until)) {
                    progress("time is up before " + row.name());
                    return;
                }
                if (row.equals(Row.PICTURE)) {
                    shell.measure();
                } else {
                    turns.measure(row, settings.seconds(), round == 1);
                }
            }
        }
    }

    /** The line of that row, which a program of its own measures; none when it fails, which it says itself. */
    private List<String> readers() throws InterruptedException {
        progress("32 readers");
        String[] options = settings.most().isPresent() ? new String[] {"--quick"} : new String[0];
        try {
            return new Jvm(settings.threads())
                    .run("ReadersBenchmark", options).stream()
                            .filter(line -> line.startsWith("row="))
                            .toList();
        } catch (IOException e) {
            System.err.println("compare: " + Row.READERS.name() + " was not measured: " + e.getMessage());
            return List.of();
        }
    }

    /** Measures the rows of the large model when all other processes have ended, for each of them takes gigabytes. */
    private void large(List<Row> rows) throws IOException, InterruptedException {
        Large large = new Large(python, settings.threads(), folder.resolve("sd15-size"), folder.resolve("large.log"));
        List<Large.Measured> found = new ArrayList<>();
        for (Row row : rows) {
            progress(row.name());
            found.add(large.measure(row));
        }
        if (!found.isEmpty()) {
            print(found.stream().map(Large.Measured::result).toList());
            found.forEach(one -> out.println(one.held()));
        }
    }

    private void print(List<Result> results) {
        Table table = new Table(out);
        table.print(results);
        table.printPeers(results);
        results.forEach(result -> out.println(result.line()));
    }

    private void progress(String what) {
        System.err.println("compare: " + what + ", load " + Machine.load());
    }
}
