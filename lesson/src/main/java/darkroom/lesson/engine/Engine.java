package darkroom.lesson.engine;

import darkroom.lesson.web.Unavailable;
import darkroom.sample.SamplingRun;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that computes. It owns the models; web handlers get bytes from it and nothing else.
 *
 * <p>Several runs are at work at once. The next turn, a step, goes to the reader who has had the least of the engine's
 * time so far, so neither many runs of one reader nor long steps keep others waiting. Runs that sample share evaluations:
 * such a turn evaluates a network for those who have waited longest, and all these runs are at work, so none waits for
 * another's end; what they do between two steps is done before the next evaluation. Any other run makes its first pieces
 * at once; then it stands in line until one of the places is free, and is told where. In line a reader's second run
 * stands behind the first of everybody else. A run whose page falls behind gives up its place until it catches up;
 * one that has computed for long gives it up to those who wait, and stands in line again.
 */
public final class Engine implements AutoCloseable {

    /** How many runs take turns of their own; those that share evaluations are at work besides. */
    public static final int AT_ONCE = 4;

    /** How many runs of one reader may be at work. */
    public static final int EACH = 3;

    /** How many runs of one reader may be at work or wait. */
    static final int EACH_MOST = 12;

    /** How many rows a shared evaluation has at most: other turns wait no longer than for so many. */
    public static final int ROWS = 32;

    /** How many runs may be at work or wait: a room full of readers with a few each. */
    public static final int MOST = 256;

    /** For how many nanoseconds a run may compute before it makes place for those who wait. */
    private static final long STAY = 5_000_000_000L;

    /** For how long one turn may last before the engine counts as stuck. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final int REMEMBERED = 1024;

    /** Something that is computed in pieces, on the engine's thread. */
    public interface Work extends AutoCloseable {

        /** The next piece's record; null when there is no more. */
        byte @Nullable [] next();

        /** Whether it can go on; while it cannot, others have its place. */
        default boolean ready() {
            return true;
        }

        @Override
        void close();
    }

    /** Who asks: how much of the engine's time it has had, and how many runs it has here. */
    static final class Reader {
        private long used;
        private int runs;
        private int counted;
    }

    private final Map<String, Reader> readers = new LinkedHashMap<>();
    /** Who waits for the first turn or has waited longest since the last comes first. */
    private final List<Ticket> tickets = new ArrayList<>();

    private final Queue<Runnable> errands = new ArrayDeque<>();
    private final Queue<Runnable> leisure = new ArrayDeque<>();
    private final Sharing sharing = new Sharing();
    private final CompletableFuture<Boolean> libraries = new CompletableFuture<>();
    private final Thread thread;
    private final long stay;
    private final Duration stuck;
    private volatile Runnable atLast = () -> {};
    /** When the turn or errand began that is at work, in nanoseconds; null between turns. */
    private volatile @Nullable Long began;

    private long clock;
    private boolean closed;

    public Engine() {
        this(STAY, STUCK);
    }

    /**
     * An engine that is at work.
     *
     * @param stay for how many nanoseconds a run may compute before it makes place for those who wait
     * @param stuck for how long one turn may last before {@link #trouble} speaks of it
     */
    public Engine(long stay, Duration stuck) {
        this.stay = stay;
        this.stuck = stuck;
        thread = new Thread(this::work, "darkroom-engine");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Lines a run up.
     *
     * @param name whose it is
     * @param opener makes the work, on the engine's thread
     * @throws Unavailable when too many wait already, of this reader or of all
     */
    public synchronized Ticket submit(String name, Supplier<Work> opener) {
        if (closed || tickets.size() >= MOST) {
            throw new Unavailable("Too many experiments are running just now; try again in a moment.");
        }
        Reader reader = readers.computeIfAbsent(name, unknown -> new Reader());
        if (reader.runs >= EACH_MOST) {
            throw new Unavailable("You have " + EACH_MOST + " experiments running or waiting; stop one of them first.");
        }
        if (reader.runs == 0) {
            reader.used = Math.max(reader.used, clock);
        }
        reader.runs++;
        Ticket ticket = new Ticket(this, reader, opener);
        tickets.add(ticket);
        settle();
        notifyAll();
        return ticket;
    }

    /** Computes something short in a turn of a reader, and waits for it. */
    public <T> T call(String name, Supplier<T> body) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Ticket ticket = submit(name, () -> {
            try {
                answer.complete(body.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
            return Ticket.DONE;
        });
        ticket.awaitEnd();
        if (!answer.isDone()) {
            throw new Unavailable("The lesson is being stopped.");
        }
        return joined(answer);
    }

    /** Computes something short that needs no model, on the caller's thread: it waits for no run. */
    public <T> T aside(Supplier<T> body) {
        joined(libraries);
        return body.get();
    }

    private static <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Loads the native libraries on the engine's thread, so that other threads find them ready. */
    public void load(Runnable body) {
        later(() -> {
            try {
                body.run();
                libraries.complete(true);
            } catch (Throwable e) {
                libraries.completeExceptionally(
                        new Unavailable("The engine does not start on this machine: " + e.getMessage()));
            }
        });
    }

    /** Runs something on the engine's thread without waiting for it, before the next turn. */
    public synchronized void later(Runnable body) {
        errands.add(body);
        notifyAll();
    }

    /** Runs something short on the engine's thread once nobody wants a turn. */
    public synchronized void atLeisure(Runnable body) {
        leisure.add(body);
        notifyAll();
    }

    /** What to do on the engine's thread when it ends. */
    public void atLast(Runnable body) {
        atLast = body;
    }

    public synchronized void wake() {
        notifyAll();
    }

    /** How many runs are at work or wait. */
    public synchronized int runs() {
        return tickets.size();
    }

    /** Why nothing is computed; empty while all is well. */
    public String trouble() {
        Long since = began;
        if (!thread.isAlive()) {
            return "The engine has stopped: the lesson has to be started again.";
        }
        long seconds =
                since == null ? 0 : Duration.ofNanos(System.nanoTime() - since).toSeconds();
        return since == null || System.nanoTime() - since < stuck.toNanos()
                ? ""
                : "The engine has been at one step for " + seconds + " seconds.";
    }

    /** Takes turns until it is closed; nothing that a run or an errand throws ends this thread. */
    private void work() {
        boolean more = true;
        while (more) {
            try {
                more = turnOrErrand();
            } catch (Throwable e) {
                Failures.log("The engine failed between two turns", e);
            }
        }
        libraries.completeExceptionally(new Unavailable("The lesson is being stopped."));
        run(atLast);
    }

    /** One turn, or one errand; false when the engine is closed. */
    private boolean turnOrErrand() {
        Runnable errand;
        Ticket turn = null;
        synchronized (this) {
            while ((errand = errands.poll()) == null
                    && (turn = turn()) == null
                    && !closed
                    && (errand = leisure.poll()) == null) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // Whoever left this thread interrupted, it is close() that ends it.
                }
            }
            if (errand == null && closed) {
                tickets.forEach(Ticket::stop);
                tickets.clear();
                return false;
            }
        }
        if (errand != null) {
            run(errand);
        } else if (turn != null) {
            advance(turn);
        }
        return true;
    }

    private void advance(Ticket turn) {
        began = System.nanoTime();
        try {
            if (turn.cancelled() || turn.stepping() == null) {
                piece(turn);
            } else {
                sharing.turn(company()).forEach(one -> took(one.ticket(), one.nanoseconds(), one.more()));
            }
        } finally {
            began = null;
        }
    }

    private void piece(Ticket turn) {
        long before = System.nanoTime();
        boolean more = false;
        try {
            more = turn.advance();
        } finally {
            took(turn, System.nanoTime() - before, more);
        }
    }

    /** Whose steps may share an evaluation; those whose last was longest ago come first. */
    private synchronized List<Ticket> company() {
        return tickets.stream()
                .filter(ticket -> ticket.atWork() && !ticket.cancelled() && ticket.ready())
                .toList();
    }

    /** Lets a run go that waits for an evaluation. */
    void leave(SamplingRun run) {
        sharing.leave(run);
    }

    private void run(Runnable errand) {
        began = System.nanoTime();
        try {
            errand.run();
        } catch (Throwable e) {
            Failures.log("The engine failed at something", e);
        } finally {
            began = null;
        }
    }

    private synchronized void took(Ticket turn, long nanoseconds, boolean more) {
        Reader reader = turn.reader;
        reader.used += nanoseconds;
        turn.stayed += nanoseconds;
        tickets.remove(turn);
        if (more) {
            tickets.add(turn);
        } else {
            reader.runs--;
            if (readers.size() > REMEMBERED) {
                readers.values().removeIf(other -> other.runs == 0);
            }
        }
    }

    /** Whose turn it is; null when nothing can be done. */
    private @Nullable Ticket turn() {
        settle();
        Ticket next = null;
        for (Ticket ticket : tickets) {
            boolean goesOn = ticket.atWork() && ticket.ready();
            if (ticket.cancelled() || goesOn && ticket.between()) {
                return ticket;
            }
            if (goesOn && (next == null || ticket.reader.used < next.reader.used)) {
                next = ticket;
            }
        }
        if (next != null) {
            clock = Math.max(clock, next.reader.used);
        }
        return next;
    }

    /** Gives free places to those in front of the line, and tells the others where they stand. */
    private void settle() {
        tickets.forEach(ticket -> ticket.reader.counted = 0);
        List<Ticket> byArrival = new ArrayList<>(tickets);
        byArrival.sort(Comparator.comparingLong(ticket -> ticket.number));
        int free = AT_ONCE;
        boolean wanted = false;
        List<Ticket> line = new ArrayList<>();
        for (Ticket ticket : byArrival) {
            ticket.ofReader = ticket.reader.counted++;
            if (ticket.shares()) {
                ticket.admitted = ticket.ofReader < EACH;
            }
            wanted |= !ticket.admitted && ticket.ofReader < EACH && ticket.ready();
        }
        for (Ticket ticket : byArrival) {
            if (!ticket.atWork() || !ticket.ready()) {
                // Time spent waiting is no credit: it would keep the others waiting later.
                ticket.reader.used = Math.max(ticket.reader.used, clock);
            }
            boolean placed = ticket.admitted && !ticket.shares();
            if (wanted && placed && ticket.stayed > stay) {
                ticket.stepBack();
            }
            if (!ticket.admitted) {
                line.add(ticket);
            } else if (placed && ticket.ready()) {
                free--;
            }
        }
        line.sort(
                Comparator.<Ticket>comparingInt(ticket -> ticket.ofReader).thenComparingLong(ticket -> ticket.number));
        int place = 1;
        for (Ticket ticket : line) {
            if (ticket.ofReader < EACH && free > 0) {
                ticket.admitted = true;
                free--;
            } else {
                ticket.tellPlace(place++);
            }
        }
    }

    /** Stops all runs; what waits is told so. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
