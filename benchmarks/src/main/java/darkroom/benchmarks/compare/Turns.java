package darkroom.benchmarks.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Steps and training, of the library and of its peers, measured one after the other in each round. */
final class Turns {

    private static final String OURS = "darkroom";
    private static final String ON_LIBTORCH = "libtorch";

    private final Ours ours;
    private final List<Contender> contenders;
    private final Map<Row, Map<String, List<Times>>> rounds = new HashMap<>();

    /** A peer and what came of preparing it. */
    private record Contender(Peer peer, Map<Row, Prepared> prepared) {

        Prepared in(Row row) {
            return prepared.getOrDefault(row, Prepared.unable("not prepared"));
        }
    }

    private Turns(Ours ours, List<Contender> contenders) {
        this.ours = ours;
        this.contenders = contenders;
    }

    /** Has every peer compile what the rows need, all peers at once; what is not done at a given time is left out. */
    static Turns prepare(Ours ours, List<Peer> peers, List<Row> rows, Instant until)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, peers.size()));
        try {
            List<Future<Contender>> begun = peers.stream()
                    .map(peer -> threads.submit(() -> prepare(peer, rows, until)))
                    .toList();
            List<Contender> done = new ArrayList<>();
            for (Future<Contender> contender : begun) {
                done.add(contender.get());
            }
            return new Turns(ours, done);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Contender prepare(Peer peer, List<Row> rows, Instant until) {
        Map<Row, Prepared> prepared = new HashMap<>();
        for (Row row : rows.stream().sorted(Row.BY_WEIGHT).toList()) {
            Duration left = Duration.between(Instant.now(), until);
            prepared.put(row, left.isNegative() ? Prepared.unable("not compiled in time") : peer.prepare(row, left));
        }
        return new Contender(peer, prepared);
    }

    /** Measures a row on both sides. */
    void measure(Row row, double seconds, boolean alsoOnLibtorch) {
        if (row.isTraining()) {
            add(row, OURS, ours.training(row, seconds));
        } else {
            add(row, OURS, ours.step(row, "auto", seconds));
            if (alsoOnLibtorch) {
                add(row, ON_LIBTORCH, ours.step(row, "libtorch", seconds));
            }
        }
        for (Contender contender : contenders) {
            if (contender.in(row).unable().isEmpty()) {
                add(row, contender.peer().way(), contender.peer().measure(row, seconds));
            }
        }
    }

    /** What a row's rounds come to, if there was one. */
    Optional<Result> result(Row row) {
        List<Result.Theirs> theirs = new ArrayList<>();
        Map<String, String> excluded = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            String way = contender.peer().way();
            times(row, way).ifPresent(times -> theirs.add(new Result.Theirs(way, times)));
            contender.in(row).excluded(row).ifPresent(reason -> excluded.put(way, reason));
        }
        return times(row, OURS).map(mine -> new Result(row, mine, times(row, ON_LIBTORCH), theirs, excluded));
    }

    private Optional<Times> times(Row row, String way) {
        return Optional.ofNullable(rounds.getOrDefault(row, Map.of()).get(way)).map(Times::of);
    }

    private void add(Row row, String way, Times times) {
        rounds.computeIfAbsent(row, any -> new HashMap<>())
                .computeIfAbsent(way, any -> new ArrayList<>())
                .add(times);
    }
}
