package darkroom.plan;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Recorded passes by what they were recorded for: bounded in number and size, and the one that was not used for longest goes first. */
final class Passes implements AutoCloseable {

    private final int mostPasses;
    private final long mostBytes;
    private final Map<Shapes, Pass> kept = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * None so far.
     *
     * @param mostPasses how many are kept at most
     * @param mostBytes how much memory they take together at most; a single one may take more
     */
    Passes(int mostPasses, long mostBytes) {
        this.mostPasses = mostPasses;
        this.mostBytes = mostBytes;
    }

    /** The pass for some shapes, which is recorded when there is none. */
    Pass get(Shapes shapes, Function<Shapes, Pass> record) {
        Pass found = kept.get(shapes);
        if (found == null) {
            found = record.apply(shapes);
            kept.put(shapes, found);
            shrink();
        }
        return found;
    }

    private void shrink() {
        Iterator<Pass> oldest = kept.values().iterator();
        while (kept.size() > 1 && (kept.size() > mostPasses || bytes() > mostBytes)) {
            oldest.next().close();
            oldest.remove();
        }
    }

    /** How many there are. */
    int size() {
        return kept.size();
    }

    /** The memory that they take, beside the weights. */
    long bytes() {
        return kept.values().stream().mapToLong(Pass::bytes).sum();
    }

    @Override
    public void close() {
        kept.values().forEach(Pass::close);
        kept.clear();
    }
}
