package darkroom.lesson;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run's place at the engine, and the records that its reader has not read yet. */
final class Ticket {

    /** What {@link #take} gives behind the last record. */
    static final byte[] END = new byte[0];

    /** How many records a run may be ahead of its reader. */
    private static final int AHEAD = 24;

    private static final System.Logger LOG = System.getLogger(Ticket.class.getName());

    private final Engine engine;
    private final Supplier<Engine.Work> opener;
    private final BlockingQueue<byte[]> records = new LinkedBlockingQueue<>();
    private Engine.@Nullable Work work;
    private int place;
    private volatile boolean cancelled;

    Ticket(Engine engine, Supplier<Engine.Work> opener) {
        this.engine = engine;
        this.opener = opener;
    }

    /** The next record; {@link #END} behind the last, null when there was none for so long. */
    byte @Nullable [] take(long milliseconds) throws InterruptedException {
        byte[] record = records.poll(milliseconds, TimeUnit.MILLISECONDS);
        if (record != null) {
            engine.wake();
        }
        return record;
    }

    /** Ends the run before its next step. */
    void cancel() {
        cancelled = true;
        engine.wake();
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Whether the engine can do something for it. */
    boolean ready() {
        return cancelled || records.size() < AHEAD;
    }

    void tellPlace(int now) {
        if (place != now) {
            place = now;
            records.add(Json.line(Json.object().put("type", "waiting").put("before", now)));
        }
    }

    /** Makes a step, on the engine's thread; whether there are more. */
    boolean advance() {
        if (cancelled) {
            stop();
            return false;
        }
        try {
            if (work == null) {
                work = opener.get();
            }
            byte[] record = work.next();
            if (record != null) {
                records.add(record);
                return true;
            }
        } catch (BadRequest | Unavailable | IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "A run failed", e);
            fail("The run failed on the server; its log says why.");
        }
        stop();
        return false;
    }

    private void fail(String sentence) {
        records.add(Json.line(Json.object().put("type", "error").put("message", sentence)));
    }

    void stop() {
        if (work != null) {
            work.close();
            work = null;
        }
        records.add(END);
    }
}
