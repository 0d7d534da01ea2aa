package darkroom.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute by themselves, one for each core: what runs on one of them is not divided among several, so no operation waits
 * for the threads that help with it to wake up.
 */
public final class LoneThreads {

    private static final int COUNT = Runtime.getRuntime().availableProcessors();

    private static final class Started {
        static final ThreadPoolExecutor POOL = start();
    }

    private LoneThreads() {}

    /** How many there are. */
    public static int count() {
        return COUNT;
    }

    /** The result of one task. */
    public static <R> R call(Supplier<R> task) {
        List<R> result = new ArrayList<>(1);
        runAll(List.of(() -> result.add(task.get())));
        return result.get(0);
    }

    /**
     * Runs tasks side by side, and returns when all have ended.
     *
     * @throws RuntimeException or an error: what the first of them threw, with what others threw as suppressed
     */
    public static void runAll(List<? extends Runnable> tasks) {
        List<Future<?>> begun = new ArrayList<>();
        tasks.forEach(task -> begun.add(Started.POOL.submit(task)));
        Throwable failure = null;
        for (Future<?> one : begun) {
            Throwable thrown = failureOf(one);
            if (failure == null) {
                failure = thrown;
            } else if (thrown != null && thrown != failure) {
                failure.addSuppressed(thrown);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Waits for the end, whatever happens: a task that is not waited for could compute in memory that has been freed. */
    private static @Nullable Throwable failureOf(Future<?> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ThreadPoolExecutor start() {
        int threads = Threads.count();
        AtomicInteger number = new AtomicInteger();
        CountDownLatch alone = new CountDownLatch(COUNT);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(COUNT, COUNT, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), loop -> {
                    Thread thread = new Thread(
                            () -> {
                                torch.get_num_threads(); // only a thread that has asked once keeps what it sets
                                torch.set_num_threads(1);
                                alone.countDown();
                                loop.run();
                            },
                            "darkroom-lone-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.prestartAllCoreThreads();
        try {
            alone.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What they set is also what libtorch gives to threads that are new to it.
        torch.set_num_threads(threads);
        return pool;
    }
}
