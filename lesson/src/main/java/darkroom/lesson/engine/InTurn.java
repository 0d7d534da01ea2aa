package darkroom.lesson.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one after the other in one stream. Each record says by {@code run} of which run it is, and a last one, of type
 * {@link #ALL}, holds the ends of all.
 */
public final class InTurn implements Engine.Work {

    /** The type of the last record. */
    public static final String ALL = "all";

    private final List<Supplier<Engine.Work>> runs;
    private final ObjectNode all = Json.object().put("type", ALL);
    private final ArrayNode ends = all.putArray("ends");
    private volatile Engine.@Nullable Work going;
    private int at;
    private boolean told;

    /** @param runs each opened when it is its turn */
    public InTurn(List<Supplier<Engine.Work>> runs) {
        this.runs = List.copyOf(runs);
    }

    @Override
    public boolean ready() {
        Engine.Work now = going;
        return now == null || now.ready();
    }

    @Override
    public byte @Nullable [] next() {
        while (at < runs.size()) {
            Engine.Work now = going == null ? runs.get(at).get() : going;
            going = now;
            byte[] line = now.next();
            if (line != null) {
                return marked(Json.record(line));
            }
            close();
            at++;
        }
        if (told) {
            return null;
        }
        told = true;
        return Json.line(all);
    }

    private byte[] marked(ObjectNode record) {
        record.put("run", at);
        if (record.path("type").asText().equals("end")) {
            ends.add(record);
        }
        return Json.line(record);
    }

    @Override
    public void close() {
        Engine.Work now = going;
        going = null;
        if (now != null) {
            now.close();
        }
    }
}
