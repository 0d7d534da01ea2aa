package darkroom.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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

    /** How many of them may work for the calling thread: no more than libtorch has threads there. */
    public static int useful() {
        return Math.min(COUNT, Threads.count());
    }

    /** Runs tasks by their numbers from 0 on side by side; a single one in the calling thread. */
    public static void share(int tasks, IntConsumer task) {
        if (tasks == 1) {
            task.accept(0);
            return;
        }
        runAll(IntStream.range(0, tasks)
                .<Runnable>mapToObj(i -> () -> task.accept(i))
                .toList());
    }

    /** The result of one task. */
    public static <R> R call(Supplier<R> task) {
        List<R> result = new ArrayList<>(1);
        runAll(List.of(() -> result.add(task.get())));
        return result.get(0);
    }

    /**
     * Runs tasks that do one piece of work together, at most as many as there are threads, and returns as soon as one of them says that all
     * of it is done; others then have nothing left to do, and may not even have begun. Not to be called by such a thread itself.
     *
     * @param tasks which say whether all is done
     * @throws RuntimeException or an error: as {@link #runAll}, once all have ended
     */
    public static void runTogether(List<? extends BooleanSupplier> tasks) {
        // Two such lists at once would take each other's threads.
        synchronized (Started.POOL) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            List<CompletableFuture<Void>> begun = tasks.stream()
                    .map(task -> CompletableFuture.runAsync(
                            () -> {
                                if (task.getAsBoolean()) {
                                    done.complete(true);
                                }
                            },
                            Started.POOL))
                    .toList();
            CompletableFuture<Boolean> ended = CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new))
                    .handle((nothing, failure) -> done.complete(false));
            if (!done.join()) {
                ended.join();
                join(begun);
            }
        }
    }

    /**
     * Runs tasks side by side, and returns when all have ended.
     *
     * @throws RuntimeException or an error: what the first of them threw, with what others threw as suppressed
     */
    public static void runAll(List<? extends Runnable> tasks) {
        join(tasks.stream()
                .map(task -> CompletableFuture.runAsync(task, Started.POOL))
                .toList());
    }

    private static void join(List<CompletableFuture<Void>> begun) {
        Throwable failure = null;
        for (CompletableFuture<Void> one : begun) {
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

    /** Waits for the end, even when interrupted: a task that is not waited for could compute in memory that has been freed. */
    private static @Nullable Throwable failureOf(CompletableFuture<Void> task) {
        try {
            task.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static ThreadPoolExecutor start() {
        int threads = Threads.count();
        List<CompletableFuture<Void>> alone = new ArrayList<>();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(COUNT, COUNT, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), loop -> {
                    CompletableFuture<Void> ready = new CompletableFuture<>();
                    alone.add(ready);
                    Thread thread = new Thread(
                            () -> {
                                torch.get_num_threads(); // only a thread that has asked once keeps what it sets
                                torch.set_num_threads(1);
                                ready.complete(null);
                                loop.run();
                            },
                            "darkroom-lone-" + alone.size());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.prestartAllCoreThreads();
        alone.forEach(CompletableFuture::join);
        // What they set is also what libtorch gives to threads that are new to it.
        torch.set_num_threads(threads);
        return pool;
    }
}
