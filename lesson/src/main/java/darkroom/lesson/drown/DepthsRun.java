package darkroom.lesson.drown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Part 1's question: a picture is taken to each of several depths and brought back from each as often as a
 * {@link ReturnRequest} says. Found is the first depth at which fewer returns than wanted are nearer to it than
 * another picture of its kind is.
 */
public final class DepthsRun extends SampledWork {

    /** The depths, in percent of T, in the order in which they are tried. */
    static final List<Integer> DEPTHS = List.of(80, 85, 90, 95, 98, 100);

    /** So many returns of eight must be nearer for a picture to count as still yours. */
    static final int LEAST = 6;

    /** As many, of the returns that are asked for. */
    private final double wanted;

    private final ReturnRequest request;
    private final Studio studio;
    private final ArrayNode counts = Json.object().arrayNode();
    private @Nullable ReturnRun now;
    private @Nullable Integer found;

    public DepthsRun(ReturnRequest request, Studio studio) {
        this.request = request;
        this.studio = studio;
        wanted = (double) LEAST * request.returns() / ReturnRequest.MOST;
    }

    @Override
    protected boolean more() {
        return counts.size() < DEPTHS.size();
    }

    private ReturnRun now() {
        ReturnRun run = now == null ? new ReturnRun(request.to(DEPTHS.get(counts.size())), studio) : now;
        now = run;
        return run;
    }

    @Override
    protected @Nullable SamplingRun advancing() {
        return now().step();
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        return seen(now().steppedRecord(nanoseconds));
    }

    /** Where a return starts, or its end, with which the depth is counted. */
    @Override
    protected ObjectNode otherwise() {
        return seen(Objects.requireNonNull(now().record()));
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "found").put("least", LEAST).put("depth", found);
        json.set("nearer", counts);
        return json;
    }

    /** Counts what a depth's end tells, and leaves out the pictures half way. */
    private ObjectNode seen(ObjectNode record) {
        record.put("depth", DEPTHS.get(counts.size()));
        boolean last = record.path("index").asInt() == record.path("steps").asInt();
        switch (record.path("type").asText()) {
            case "step" -> record.remove(last ? List.of() : List.of("x"));
            case "end" -> {
                int nearer = record.path("nearer").asInt();
                found = found == null && nearer < wanted
                        ? Integer.valueOf(record.path("depth").asInt())
                        : found;
                counts.add(nearer);
                close();
            }
            default -> {}
        }
        return record;
    }

    @Override
    public void close() {
        if (now != null) {
            now.close();
            now = null;
        }
    }
}
