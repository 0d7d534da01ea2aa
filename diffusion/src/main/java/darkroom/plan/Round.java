package darkroom.plan;

import darkroom.plan.Steps.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Some threads that go through steps of microseconds side by side. Each does its own share of a step and goes on with those of the steps that
 * follow it. Then it does what another thread has not begun, since that one may have lost its core; nobody begins a step that does not
 * follow before all those in front of it are done.
 *
 * <p>Threads wait for each other at first without giving up their cores, since waking a thread takes longer than most steps; then in short
 * naps, when another one has plainly lost its core in the midst of a share.
 */
final class Round {

    private static final int FREE = 0, TAKEN = 1, DONE = 2;

    /** Numbers between those of two threads, so that no cache line holds numbers of both. */
    private static final int APART = 16;

    /** Looks before a nap: some 100 microseconds, longer than nearly all shares. */
    private static final int LOOKS = 2000;

    private static final long NAP_NANOSECONDS = 20_000;

    private final List<Step> steps;
    private final int stride;
    private final AtomicIntegerArray states;
    private volatile boolean off;

    /**
     * A round through steps.
     *
     * @param most shares that a step has
     */
    Round(List<Step> steps, int most) {
        this.steps = steps;
        stride = steps.size() + APART;
        states = new AtomicIntegerArray(most * stride);
    }

    /**
     * Takes part from the first step to the last.
     *
     * @param member of those who take part, from 0
     * @return whether all steps are done: not if another member failed
     */
    boolean take(int member) {
        try {
            for (int from = 0, end; from < steps.size(); from = end) {
                end = endOfStretch(from);
                for (int step = from; step < end; step++) {
                    begin(member % shares(step), step);
                }
                if (!finish(from, end)) {
                    return false;
                }
            }
            return true;
        } catch (RuntimeException | Error e) {
            off = true;
            throw e;
        }
    }

    private int endOfStretch(int from) {
        int end = from + 1;
        while (end < steps.size() && steps.get(end).follows()) {
            end++;
        }
        return end;
    }

    private int shares(int step) {
        return steps.get(step).shares().size();
    }

    /** Does a share, if what it follows is done and nobody has begun it. */
    private void begin(int share, int step) {
        int place = share * stride + step;
        boolean ready = !steps.get(step).follows() || states.getAcquire(place - 1) == DONE;
        if (ready && states.compareAndSet(place, FREE, TAKEN)) {
            steps.get(step).shares().get(share).run();
            states.setRelease(place, DONE);
        }
    }

    /** Does what nobody has begun of some steps, and waits for the rest; whether all is done then. */
    private boolean finish(int from, int end) {
        for (int step = from; step < end; step++) {
            for (int share = 0; share < shares(step); share++) {
                begin(share, step);
            }
            for (int share = 0; share < shares(step); share++) {
                if (!isDone(share * stride + step)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isDone(int place) {
        for (int look = 0; states.getAcquire(place) != DONE; look++) {
            if (off) {
                return false;
            }
            if (look < LOOKS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(NAP_NANOSECONDS);
            }
        }
        return true;
    }
}
