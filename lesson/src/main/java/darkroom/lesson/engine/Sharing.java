package darkroom.lesson.engine;

import darkroom.sample.Batcher;
import darkroom.sample.Batcher.Answered;
import darkroom.sample.SamplingRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps of sampling that wait to be made, by evaluations that they share. Used on the engine's thread. */
final class Sharing {

    private final Batcher batcher = new Batcher(Engine.ROWS);
    private final Map<SamplingRun, Ticket> waiting = new HashMap<>();

    /** A ticket that had an evaluation, how long all of it took, and whether its run goes on. */
    record Served(Ticket ticket, long nanoseconds, boolean more) {}

    /**
     * Makes one evaluation.
     *
     * @param tickets whose steps may wait, those first that have waited longest
     * @return who was given an evaluation
     */
    List<Served> turn(List<Ticket> tickets) {
        for (Ticket ticket : tickets) {
            SamplingRun run = batcher.rows() < Engine.ROWS ? ticket.stepping() : null;
            if (run != null && waiting.putIfAbsent(run, ticket) == null) {
                enter(ticket, run);
            }
        }
        int before = batcher.rows();
        long start = System.nanoTime();
        List<Answered> answered = batcher.turn();
        long took = System.nanoTime() - start;
        double each = took / (double) Math.max(1, before - batcher.rows());
        List<Served> served = new ArrayList<>();
        for (Answered one : answered) {
            Ticket ticket = waiting.remove(one.run());
            if (ticket != null) {
                served.add(new Served(ticket, took, ticket.evaluated(Math.round(each * one.rows()), one.failure())));
            }
        }
        return served;
    }

    private void enter(Ticket ticket, SamplingRun run) {
        try {
            batcher.enter(run);
        } catch (Throwable e) {
            waiting.remove(run);
            ticket.fails(e);
        }
    }

    /** Lets a run go at once. */
    void leave(SamplingRun run) {
        waiting.remove(run);
        batcher.leave(run);
    }
}
