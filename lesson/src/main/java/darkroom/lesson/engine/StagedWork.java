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
    private @Nullable ObjectNode first;

    @Override
    public final byte @Nullable [] next() {
        ObjectNode record = record();
        return record == null ? null : line(record);
    }

    static byte[] line(ObjectNode record) {
        return record.isEmpty() ? EMPTY_LINE : Json.line(record);
    }

    /** Whether the next record is a piece's. */
    final boolean goesOn() {
        return first() == null && more();
    }

    /** The next record, empty where a piece has nothing to say; null when there is no more. */
    public final @Nullable ObjectNode record() {
        ObjectNode opening = first();
        if (opening != null) {
            first = null;
            return opening;
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

    /** What is still to be said before the first piece; null for nothing. */
    private @Nullable ObjectNode first() {
        if (!started) {
            started = true;
            first = start();
        }
        return first;
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
