package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a core lab that asks no question is done with: a run that went to its end gives its page a receipt, and whoever
 * brings that has done the lab. A receipt serves once, and the oldest of very many are forgotten.
 */
public final class Receipts {

    private static final int MOST = 10_000;

    private final Map<String, Integer> parts = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    });

    /** Puts a receipt for a part's lab into an answer. */
    public ObjectNode give(ObjectNode json, int part) {
        String receipt = Secret.next();
        parts.put(receipt, part);
        return json.put("receipt", receipt);
    }

    /** A run's record, with a receipt if the run has gone to its end with it. */
    public byte[] onEnd(byte[] line, int part) {
        ObjectNode record = Json.record(line);
        return record.path("type").asText().equals("end") && record.path("done").asBoolean()
                ? Json.line(give(record, part))
                : line;
    }

    /** The part of a receipt, which serves no second time. */
    Optional<Integer> redeem(String receipt) {
        return Optional.ofNullable(parts.remove(receipt));
    }
}
