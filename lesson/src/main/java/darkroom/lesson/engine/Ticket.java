package darkroom.lesson.engine;

import static java.util.Objects.requireNonNull;

import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Unavailable;
import darkroom.sample.SamplingRun;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run's place at the engine, and the records that its page has not read yet. */
public final class Ticket {

    /** What {@link #take} gives behind the last record. */
    public static final byte[] END = new byte[0];

    /** Work of which nothing is left to do. */
    static final Engine.Work DONE = new Engine.Work() {
        @Override
        public byte @Nullable [] next() {
            return null;
        }

        @Override
        public void close() {}
    };

    /** How many records a run may be ahead of its page. */
    private static final int AHEAD = 24;

    /** How many pieces a run makes before it stands in line: what it starts from, and a first step. */
    private static final int FIRST = 3;

    private static final int A_SECOND = 1000;

    private static final AtomicLong NUMBERS = new AtomicLong();

    final Engine.Reader reader;

    /** Its place by arrival; whether it has one of the places or needs none, since how many nanoseconds of computing, and how
     * many runs of its reader came before it: the engine's to say. */
    long number = NUMBERS.getAndIncrement();

    boolean admitted;
    long stayed;
    int ofReader;

    private final Engine engine;
    private final Supplier<Engine.Work> opener;
    private final BlockingQueue<byte[]> records = new LinkedBlockingQueue<>();
    private volatile Engine.@Nullable Work work;
    /** The run whose step waits for its evaluations; how many steps it had made, and what this one took so far. */
    private @Nullable SamplingRun stepping;

    private int stepped;
    private long spent;
    private byte[] told = END;
    private int place;
    private final AtomicInteger pieces = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean ended;
    /** What the run threw when it was asked whether it can go on; its next turn ends it. */
    private volatile @Nullable Throwable failure;

    Ticket(Engine engine, Engine.Reader reader, Supplier<Engine.Work> opener) {
        this.engine = engine;
        this.reader = reader;
        this.opener = opener;
    }

    /** The next record; {@link #END} behind the last, null when there was none for so long. */
    public byte @Nullable [] take(long milliseconds) throws InterruptedException {
        byte[] record = ended ? records.poll() : records.poll(milliseconds, TimeUnit.MILLISECONDS);
        if (record != null) {
            engine.wake();
            return record;
        }
        return ended ? END : null;
    }

    /** Waits until it has ended. */
    void awaitEnd() {
        try {
            byte[] record;
            do {
                record = take(A_SECOND);
            } while (record != END);
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the run before its next step. */
    public void cancel() {
        cancelled = true;
        engine.wake();
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Whether its steps share evaluations with those of others. */
    boolean shares() {
        return work instanceof Sampled;
    }

    /** The run whose step is its next piece; null where a turn makes the piece. */
    @Nullable
    SamplingRun stepping() {
        if (stepping == null && failure == null && work instanceof Sampled sampled) {
            try {
                stepping = sampled.step();
                stepped = stepping == null ? 0 : stepping.index();
                spent = 0;
            } catch (Throwable e) {
                failure = e;
            }
        }
        return stepping;
    }

    /** Whether it shares evaluations, but needs a turn before its next. */
    boolean between() {
        return shares() && stepping == null;
    }

    /** Says why it cannot go on; its next turn ends it. */
    void fails(Throwable e) {
        failure = e;
        leave();
    }

    /** Goes on from an evaluation that its step waited for, or from the failure of one; whether there is more. */
    boolean evaluated(long nanoseconds, @Nullable Throwable e) {
        SamplingRun run = stepping;
        spent += nanoseconds;
        if (e != null) {
            fails(e);
            return advance();
        }
        if (run != null && run.index() == stepped) {
            return true;
        }
        return advance();
    }

    /** Waits for no evaluation any more. */
    private void leave() {
        if (stepping != null) {
            engine.leave(stepping);
            stepping = null;
        }
    }

    /** Whether its page keeps up and it can go on. */
    boolean ready() {
        Engine.Work going = work;
        try {
            return records.size() < AHEAD && (going == null || going.ready());
        } catch (Throwable e) {
            failure = e;
            return true;
        }
    }

    /** Whether it may have a turn: it was admitted, or makes its first pieces. */
    boolean atWork() {
        return admitted || ofReader < Engine.EACH && pieces.get() < FIRST;
    }

    /** Goes to the end of the line. */
    void stepBack() {
        admitted = false;
        stayed = 0;
        place = 0;
        number = NUMBERS.getAndIncrement();
    }

    /** Says how many stand in line up to it; only the latest place is worth telling. */
    void tellPlace(int now) {
        if (place != now && !atWork()) {
            place = now;
            records.remove(told);
            told = Json.line(Json.object().put("type", "waiting").put("before", now));
            records.add(told);
        }
    }

    /** Makes a piece, on the engine's thread, or opens what makes one; whether there are more. */
    boolean advance() {
        if (cancelled) {
            stop();
            return false;
        }
        try {
            if (failure == null && opened()) {
                return true;
            }
            byte[] record = failure == null ? piece() : null;
            if (record != null) {
                pieces.incrementAndGet();
                records.add(record);
                stepping();
                return true;
            }
        } catch (Throwable e) {
            failure = e;
        }
        try {
            if (failure != null) {
                fail(failure);
            }
        } finally {
            stop();
        }
        return false;
    }

    /** Opens the work where that was not done; whether its first piece is a step. */
    private boolean opened() {
        if (work != null) {
            return false;
        }
        work = opener.get();
        return stepping() != null;
    }

    private byte @Nullable [] piece() {
        Engine.Work going = requireNonNull(work, "the work");
        if (stepping == null) {
            return going.next();
        }
        stepping = null;
        return ((Sampled) going).stepped(spent);
    }

    private void fail(Throwable e) {
        boolean refused = e instanceof BadRequest || e instanceof Unavailable || e instanceof IllegalArgumentException;
        if (!refused) {
            Failures.log("A run failed", e);
        }
        String sentence = refused
                ? String.valueOf(e.getMessage())
                : e instanceof OutOfMemoryError
                        ? "The server has too little memory left for this run; try it again, or a smaller one."
                        : "The run failed on the server; its log says why.";
        records.add(Json.line(Json.object().put("type", "error").put("message", sentence)));
    }

    /** Gives back what the run holds, and ends it for its page, whatever that throws. */
    void stop() {
        Engine.Work going = work;
        work = null;
        try {
            leave();
            if (going != null) {
                going.close();
            }
        } catch (Throwable e) {
            Failures.log("A run failed to close", e);
        } finally {
            ended = true;
            records.add(END);
        }
    }
}
