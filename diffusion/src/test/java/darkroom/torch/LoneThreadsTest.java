package darkroom.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoneThreadsTest {

    @Test
    void eachComputesByItselfAndTheOthersAsBefore() throws Exception {
        Threads.use(2);
        assertEquals(1, LoneThreads.call(Threads::count));
        assertEquals(2, Threads.count());
        FutureTask<Integer> fresh = new FutureTask<>(Threads::count);
        new Thread(fresh).start();
        assertEquals(2, fresh.get());
    }

    @Test
    void allTasksHaveEndedWhenOneFails() {
        AtomicBoolean ended = new AtomicBoolean();
        IllegalStateException first = new IllegalStateException("first");
        IllegalArgumentException second = new IllegalArgumentException("second");
        Runnable slow = () -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            ended.set(true);
        };
        RuntimeException thrown = assertThrows(
                IllegalStateException.class, () -> LoneThreads.runAll(List.of(failing(first), failing(second), slow)));
        assertEquals(first, thrown);
        assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
        assertTrue(ended.get());
    }

    private static Runnable failing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void whoIsInterruptedWaitsAllTheSameAndStaysInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1), goOn = new CountDownLatch(1);
        List<Boolean> seen = new ArrayList<>();
        AtomicBoolean ended = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            LoneThreads.runAll(List.of(() -> {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                ended.set(true);
            }));
            seen.add(ended.get());
            seen.add(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        begun.await();
        waiting.interrupt();
        Thread.sleep(50);
        goOn.countDown();
        waiting.join();
        assertEquals(List.of(true, true), seen);
    }
}
