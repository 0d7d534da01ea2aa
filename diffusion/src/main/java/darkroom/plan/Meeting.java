package darkroom.plan;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Where threads wait for each other between steps that take microseconds: at first without giving up their cores, since waking a thread
 * takes longer than most steps; then in short naps, when another one has plainly lost its core.
 */
final class Meeting {

    /** Numbers between those of two threads, so that no cache line holds two of them. */
    private static final int APART = 16;

    /** Looks before a nap: some 100 microseconds, longer than nearly all steps. */
    private static final int LOOKS = 2000;

    private static final long NAP_NANOSECONDS = 20_000;

    private final int threads;
    private final AtomicLongArray done;
    private volatile boolean off;

    Meeting(int threads) {
        this.threads = threads;
        this.done = new AtomicLongArray(threads * APART);
    }

    /**
     * Says that a thread is done with a step, and returns when all are.
     *
     * @return whether to go on: not if it was called off
     */
    boolean allHaveDone(int thread, long step) {
        done.setRelease(thread * APART, step + 1);
        for (int other = 0; other < threads; other++) {
            if (!hasDone(other, step)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasDone(int other, long step) {
        for (int look = 0; done.getAcquire(other * APART) <= step; look++) {
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

    /** Lets nobody wait for a thread that failed. */
    void callOff() {
        off = true;
    }
}
