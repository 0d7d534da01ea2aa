package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import darkroom.plan.Steps.Step;
import darkroom.torch.LoneThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TeamTest {

    private static final int STEPS = 5000;

    @BeforeEach
    void twoThreads() {
        assumeTrue(LoneThreads.count() > 1, "a team of two needs two threads");
    }

    @Test
    void nobodyBeginsAStepBeforeAllAreDoneWithTheLast() {
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean tooEarly = new AtomicBoolean();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            int before = 2 * i;
            Runnable share = () -> {
                int seen = done.getAndIncrement();
                tooEarly.compareAndSet(false, seen < before || seen > before + 1);
            };
            steps.add(step(share, share));
        }
        new Team(steps).run();
        assertEquals(2 * STEPS, done.get());
        assertFalse(tooEarly.get());
    }

    @Test
    void aStepThatOnlyTheFirstDoesIsWaitedFor() {
        List<String> order = new ArrayList<>();
        Runnable nothing = () -> {};
        new Team(List.of(
                        step(() -> sleep(30), nothing),
                        step(() -> order.add("first alone")),
                        step(nothing, () -> order.add("second"))))
                .run();
        assertEquals(List.of("first alone", "second"), order);
    }

    @Test
    void aShareThatFollowsWaitsForNoneOfAnotherNumber() {
        CountDownLatch ahead = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        new Team(List.of(
                        step(() -> order.add("first"), () -> {
                            await(ahead);
                            order.add("second");
                        }),
                        following(
                                () -> {
                                    order.add("first goes on");
                                    ahead.countDown();
                                },
                                () -> order.add("second goes on"))))
                .run();
        assertEquals(List.of("first", "first goes on", "second", "second goes on"), order);
    }

    @Test
    void aShareThatFollowsWaitsForTheOneOfItsNumber() {
        AtomicIntegerArray done = new AtomicIntegerArray(2);
        AtomicBoolean wrong = new AtomicBoolean();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            int step = i;
            Runnable first = () -> wrong.compareAndSet(false, done.getAndIncrement(0) != step);
            Runnable second = () -> wrong.compareAndSet(false, done.getAndIncrement(1) != step);
            steps.add(i % 7 == 0 ? step(first, second) : following(first, second));
        }
        new Team(steps).run();
        assertEquals("[" + STEPS + ", " + STEPS + "]", done.toString());
        assertFalse(wrong.get());
    }

    @Test
    void whoeverComesLateDoesNotOvertakeTheOneThatDoesItsShare() {
        CountDownLatch begun = new CountDownLatch(1), on = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Runnable nothing = () -> {};
        Round round = new Round(
                List.of(
                        step(nothing, () -> {
                            begun.countDown();
                            await(on);
                            order.add("second");
                        }),
                        following(nothing, () -> order.add("second goes on"))),
                2);
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> round.take(0));
        await(begun);
        CompletableFuture<Boolean> late = CompletableFuture.supplyAsync(() -> round.take(1));
        sleep(50);
        on.countDown();
        assertTrue(first.join() && late.join());
        assertEquals(List.of("second", "second goes on"), order);
    }

    /** Whoever has lost its core is not waited for, unless it is in the midst of a share. */
    @Test
    void aThreadThatComesLateFindsItsSharesDone() {
        AtomicInteger shares = new AtomicInteger();
        Runnable share = shares::incrementAndGet;
        List<Step> steps = Collections.nCopies(50, step(share, share));
        Round round = new Round(steps, 2);
        assertTrue(round.take(0));
        assertEquals(100, shares.get());
        assertTrue(round.take(1));
        assertEquals(100, shares.get());
    }

    @Test
    void aFailureEndsAllAndTheNextRunIsAsIfNothingHadBeen() {
        IllegalStateException failure = new IllegalStateException("out of order");
        AtomicBoolean fails = new AtomicBoolean(true);
        AtomicInteger later = new AtomicInteger();
        Team team = new Team(List.of(
                step(() -> {}, () -> {
                    if (fails.get()) {
                        throw failure;
                    }
                }),
                step(later::incrementAndGet, later::incrementAndGet)));
        assertSame(failure, assertThrows(IllegalStateException.class, team::run));
        assertEquals(0, later.get());
        fails.set(false);
        team.run();
        assertEquals(2, later.get());
    }

    @Test
    void teamsOfSeveralCallersTakeTurns() {
        AtomicInteger shares = new AtomicInteger();
        Team team = new Team(List.of(step(shares::incrementAndGet, shares::incrementAndGet)));
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            callers.add(CompletableFuture.runAsync(() -> {
                for (int run = 0; run < 50; run++) {
                    team.run();
                }
            }));
        }
        callers.forEach(CompletableFuture::join);
        assertEquals(600, shares.get());
    }

    private static Step step(Runnable... shares) {
        return new Step("test", "java", List.of(shares), false);
    }

    private static Step following(Runnable... shares) {
        return new Step("test", "java", List.of(shares), true);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
