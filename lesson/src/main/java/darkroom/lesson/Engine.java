package darkroom.lesson;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that computes. It owns the models and all native memory; web handlers get bytes from it and nothing else.
 *
 * <p>Several runs are at work at once and take turns, a step each, so that a long one does not keep others waiting; more
 * wait in line and are told their place. A run whose reader falls behind is left out until it catches up.
 */
final class Engine implements AutoCloseable {

    /** How many runs take turns. */
    static final int AT_ONCE = 4;

    /** How many more may wait. */
    static final int IN_LINE = 12;

    /** Something that is computed in pieces, on the engine's thread. */
    interface Work extends AutoCloseable {

        /** The next piece's record; null when there is no more. */
        byte @Nullable [] next();

        @Override
        void close();
    }

    private final Queue<Ticket> running = new ArrayDeque<>();
    private final Queue<Ticket> waiting = new ArrayDeque<>();
    private final Queue<Runnable> errands = new ArrayDeque<>();
    private final Thread thread;
    private volatile Runnable atLast = () -> {};
    private boolean closed;

    Engine() {
        thread = new Thread(this::work, "darkroom-engine");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Lines a run up.
     *
     * @param opener makes the work, on the engine's thread
     * @throws Unavailable when too many wait already
     */
    Ticket submit(Supplier<Work> opener) {
        Ticket ticket = new Ticket(this, opener);
        synchronized (this) {
            if (closed || waiting.size() >= IN_LINE) {
                throw new Unavailable("Too many experiments are running just now; try again in a moment.");
            }
            waiting.add(ticket);
            admit();
            notifyAll();
        }
        return ticket;
    }

    /** Computes something short between two steps of the runs, and waits for it. */
    <T> T call(Supplier<T> body) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        synchronized (this) {
            if (closed || errands.size() >= 4 * IN_LINE) {
                throw new Unavailable("Too many learners ask at once; try again in a moment.");
            }
            errands.add(() -> {
                try {
                    answer.complete(body.get());
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                }
            });
            notifyAll();
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Runs something on the engine's thread without waiting for it. */
    synchronized void later(Runnable body) {
        errands.add(body);
        notifyAll();
    }

    /** What to do on the engine's thread when it ends. */
    void atLast(Runnable body) {
        atLast = body;
    }

    synchronized void wake() {
        notifyAll();
    }

    private void work() {
        while (true) {
            Runnable errand;
            Ticket turn = null;
            synchronized (this) {
                while ((errand = errands.poll()) == null && (turn = turn()) == null && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        closed = true;
                    }
                }
                if (errand == null && closed) {
                    running.forEach(Ticket::stop);
                    waiting.forEach(Ticket::stop);
                    break;
                }
            }
            if (errand != null) {
                errand.run();
            } else if (turn != null) {
                boolean more = turn.advance();
                synchronized (this) {
                    // It kept its place while it computed, so that nobody was admitted to it; now the others come
                    // first.
                    running.remove(turn);
                    if (more) {
                        running.add(turn);
                    }
                    admit();
                }
            }
        }
        atLast.run();
    }

    private @Nullable Ticket turn() {
        for (Ticket ticket : running) {
            if (ticket.ready()) {
                return ticket;
            }
        }
        return null;
    }

    private void admit() {
        waiting.removeIf(Ticket::cancelled);
        while (running.size() < AT_ONCE && !waiting.isEmpty()) {
            running.add(waiting.remove());
        }
        int place = 1;
        for (Iterator<Ticket> line = waiting.iterator(); line.hasNext(); place++) {
            line.next().tellPlace(place);
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
