package darkroom.benchmarks.compare;

import java.util.Optional;

/** What came of preparing a row by a peer: why it cannot be measured, or how far off its evaluations are, where it has some. */
record Prepared(Optional<String> unable, Optional<Deviation> deviation) {

    static Prepared unable(String reason) {
        return new Prepared(Optional.of(reason), Optional.empty());
    }

    /** Why the peer does not count in a row. */
    Optional<String> excluded(Row row) {
        return unable.or(() -> deviation.flatMap(found -> found.tooLarge(row.precision())));
    }
}
