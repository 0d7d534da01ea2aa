package darkroom.plan;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Recorded plans by what they were recorded for: bounded in number and size, and the one that was not used for longest goes first. */
final class Plans implements AutoCloseable {

    private final int mostPlans;
    private final long mostBytes;
    private final Map<Shapes, Plan> kept = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * None so far.
     *
     * @param mostPlans how many are kept at most
     * @param mostBytes how much memory they take together at most; a single one may take more
     */
    Plans(int mostPlans, long mostBytes) {
        this.mostPlans = mostPlans;
        this.mostBytes = mostBytes;
    }

    /** The plan for some shapes, which is recorded when there is none. */
    Plan get(Shapes shapes, Function<Shapes, Plan> record) {
        Plan found = kept.get(shapes);
        if (found == null) {
            found = record.apply(shapes);
            kept.put(shapes, found);
            shrink();
        }
        return found;
    }

    private void shrink() {
        Iterator<Plan> oldest = kept.values().iterator();
        while (kept.size() > 1 && (kept.size() > mostPlans || bytes() > mostBytes)) {
            oldest.next().close();
            oldest.remove();
        }
    }

    /** How many there are. */
    int size() {
        return kept.size();
    }

    /** The memory that they take. */
    long bytes() {
        return kept.values().stream().mapToLong(Plan::bytes).sum();
    }

    @Override
    public void close() {
        kept.values().forEach(Plan::close);
        kept.clear();
    }
}
