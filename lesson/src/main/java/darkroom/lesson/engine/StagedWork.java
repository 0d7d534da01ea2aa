package darkroom.lesson.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;
import org.jspecify.annotations.Nullable;

/** Work that says where it starts, goes on piece by piece, and says at last what was found. */
public abstract class StagedWork implements Engine.Work {

    /** What stands for a piece of which nobody need be told. */
    private static final byte[] EMPTY_LINE = {'\n'};

    private boolean started;
    private boolean ended;

    @Override
    public final byte @Nullable [] next() {
        ObjectNode record = record();
        return record == null ? null : record.isEmpty() ? EMPTY_LINE : Json.line(record);
    }

    /** The next record, empty where a piece has nothing to say; null when there is no more. */
    public final @Nullable ObjectNode record() {
        if (!started) {
            started = true;
            ObjectNode first = start();
            if (first != null) {
                return first;
            }
        }
        if (more()) {
            ObjectNode said = piece();
            return said == null ? Json.object() : said;
        }
        if (ended) {
            return null;
        }
        ended = true;
        return end();
    }

    /** What is said before the first piece; null for nothing. */
    protected @Nullable ObjectNode start() {
        return null;
    }

    /** Whether there is another piece. */
    protected abstract boolean more();

    /** Makes a piece, and says so; null for nothing to say. */
    protected abstract @Nullable ObjectNode piece();

    /** What is said when all pieces were made; null for nothing. */
    protected @Nullable ObjectNode end() {
        return null;
    }
}
