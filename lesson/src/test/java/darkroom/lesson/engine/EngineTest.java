package darkroom.lesson.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.Server;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EngineTest {

    private static final String READER = "reader";

    /** Counts up to a number; says when it was closed. */
    private static final class Counting implements Engine.Work {

        private final int last;
        private final AtomicInteger made = new AtomicInteger();
        private final CountDownLatch closed = new CountDownLatch(1);

        Counting(int last) {
            this.last = last;
        }

        @Override
        public byte @Nullable [] next() {
            return made.get() == last ? null : new byte[] {(byte) made.incrementAndGet()};
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void recordsComeInOrderAndThenTheEnd() throws Exception {
        try (Engine engine = new Engine()) {
            Counting work = new Counting(100);
            Ticket ticket = engine.submit(READER, () -> work);
            for (int i = 1; i <= 100; i++) {
                byte[] record = ticket.take(5000);
                assertNotNull(record);
                assertEquals(i, record[0]);
            }
            assertSame(Ticket.END, ticket.take(5000));
            assertTrue(work.closed.await(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void aRunDoesNotGetFarAheadOfItsReaderNorHoldUpOthers() throws Exception {
        try (Engine engine = new Engine()) {
            Counting unread = new Counting(10_000);
            engine.submit(READER, () -> unread);
            Ticket other = engine.submit(READER, () -> new Counting(50));
            for (int i = 0; i < 50; i++) {
                assertNotNull(other.take(5000));
            }
            assertTrue(unread.made.get() < 100, "made " + unread.made.get());
        }
    }

    @Test
    void whoCancelsFreesThePlace() throws Exception {
        try (Engine engine = new Engine()) {
            Counting work = new Counting(10_000);
            Ticket ticket = engine.submit(READER, () -> work);
            assertNotNull(ticket.take(5000));
            ticket.cancel();
            assertTrue(work.closed.await(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void aRunMakesItsFirstPiecesAndThenIsToldItsPlaceInLine() throws Exception {
        try (Engine engine = new Engine()) {
            List<Ticket> running = new ArrayList<>();
            for (int i = 0; i < Engine.AT_ONCE; i++) {
                running.add(reading(engine.submit("reader " + i, () -> new Slow(2))));
            }
            Ticket first = engine.submit("first", () -> new Counting(100));
            Ticket second = engine.submit("second", () -> new Counting(100));
            assertEquals(1, placeAfterPieces(first));
            assertEquals(2, placeAfterPieces(second));
            running.get(0).cancel();
            assertEquals(4, text(first).charAt(0));
            assertEquals(1, Server.parsed(text(second)).path("before").asInt());
        }
    }

    @Test
    void aSecondRunStandsBehindTheFirstOfOthers() throws Exception {
        try (Engine engine = new Engine()) {
            for (int i = 0; i < Engine.AT_ONCE; i++) {
                reading(engine.submit("reader " + i, () -> new Slow(2)));
            }
            Ticket second = engine.submit("reader 0", () -> new Counting(100));
            assertEquals(1, placeAfterPieces(second));
            Ticket other = engine.submit("other", () -> new Counting(100));
            assertEquals(1, placeAfterPieces(other));
            assertEquals(2, Server.parsed(text(second)).path("before").asInt());
        }
    }

    @Test
    void turnsGoRoundReadersByTheTimeTheyTake() throws Exception {
        try (Engine engine = new Engine()) {
            Slow greedy = new Slow(8), modest = new Slow(2);
            for (int i = 0; i < Engine.EACH; i++) {
                reading(engine.submit("greedy", () -> greedy));
            }
            reading(engine.submit("modest", () -> modest));
            Thread.sleep(1500);
            double share = modest.milliseconds() / (greedy.milliseconds() + modest.milliseconds());
            assertEquals(0.5, share, 0.15);
        }
    }

    @Test
    void longRunsMakePlaceForThoseWhoWait() throws Exception {
        try (Engine engine = new Engine(50_000_000, Duration.ofMinutes(1))) {
            for (int i = 0; i < Engine.AT_ONCE; i++) {
                reading(engine.submit("long " + i, () -> new Slow(2)));
            }
            for (int reader = 0; reader < 2; reader++) {
                Ticket waiting = engine.submit("short " + reader, () -> new Counting(30));
                byte[] record;
                do {
                    record = waiting.take(5000);
                    assertNotNull(record, "it waits for runs that never end");
                } while (record != Ticket.END);
            }
            for (int i = 0; i < 100 && engine.runs() > Engine.AT_ONCE; i++) {
                Thread.sleep(20);
            }
            assertEquals(Engine.AT_ONCE, engine.runs(), "the long ones are not lost");
        }
    }

    @Test
    void oneReaderMayHaveManyRunsButNotAll() throws Exception {
        try (Engine engine = new Engine()) {
            for (int i = 0; i < Engine.EACH_MOST; i++) {
                engine.submit("greedy", Endless::new);
            }
            assertThrows(Unavailable.class, () -> engine.submit("greedy", Endless::new));
            Ticket other = engine.submit("modest", () -> new Counting(50));
            for (int i = 1; i <= 50; i++) {
                assertEquals(i, text(other).charAt(0));
            }
        }
    }

    @Test
    void aHundredReadersMayStandInLineAndTooManyAreRefused() throws Exception {
        try (Engine engine = new Engine()) {
            for (int i = 0; i < Engine.MOST; i++) {
                engine.submit("reader " + i, Endless::new);
            }
            assertThrows(Unavailable.class, () -> engine.submit("one more", Endless::new));
        }
    }

    @Test
    void aFailureIsToldAndTheEngineGoesOn() throws Exception {
        try (Engine engine = new Engine()) {
            Ticket failing = engine.submit(READER, () -> {
                throw new IllegalArgumentException("That cannot be.");
            });
            assertEquals(
                    "That cannot be.",
                    Server.parsed(text(failing)).path("message").asText());
            assertSame(Ticket.END, failing.take(5000));
            assertEquals(7, engine.call(READER, () -> 7));
            assertThrows(
                    BadRequest.class,
                    () -> engine.call(READER, () -> {
                        throw new BadRequest("No.");
                    }));
        }
    }

    /** Where a run can fail. */
    private enum Place {
        OPENING,
        WORKING,
        ASKED_WHETHER_READY,
        CLOSING
    }

    private static Stream<Arguments> failures() {
        List<Supplier<Throwable>> kinds = List.of(
                () -> new IllegalStateException("a mistake"),
                () -> new UnsatisfiedLinkError("no such library"),
                () -> new OutOfMemoryError("Physical memory usage is too high"),
                StackOverflowError::new,
                () -> new AssertionError("never"));
        return kinds.stream().flatMap(kind -> Stream.of(Place.values()).map(place -> Arguments.of(kind.get(), place)));
    }

    /** Fails at one place. */
    private static final class Failing implements Engine.Work {

        private final Throwable failure;
        private final Place place;
        private final CountDownLatch closed = new CountDownLatch(1);

        Failing(Throwable failure, Place place) {
            this.failure = failure;
            this.place = place;
            fail(Place.OPENING);
        }

        private void fail(Place here) {
            if (place == here) {
                throw EngineTest.<RuntimeException>unchecked(failure);
            }
        }

        @Override
        public boolean ready() {
            fail(Place.ASKED_WHETHER_READY);
            return true;
        }

        @Override
        public byte @Nullable [] next() {
            fail(Place.WORKING);
            return place == Place.ASKED_WHETHER_READY ? new byte[] {1} : null;
        }

        @Override
        public void close() {
            closed.countDown();
            fail(Place.CLOSING);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverARunThrowsEndsItAloneAndGivesBackWhatItHeld(Throwable failure, Place place) throws Exception {
        try (Engine engine = new Engine()) {
            AtomicReference<@Nullable Failing> opened = new AtomicReference<>();
            Ticket ticket = engine.submit(READER, () -> {
                Failing work = new Failing(failure, place);
                opened.set(work);
                return work;
            });
            List<String> told = new ArrayList<>();
            for (byte[] record = ticket.take(5000); record != Ticket.END; record = ticket.take(5000)) {
                assertNotNull(record, "the run does not end");
                told.add(new String(record, java.nio.charset.StandardCharsets.UTF_8));
            }
            if (place != Place.CLOSING) {
                String last =
                        Server.parsed(told.get(told.size() - 1)).path("message").asText();
                assertTrue(last.endsWith(".") && !last.contains(String.valueOf(failure.getMessage())), last);
            }
            Failing work = opened.get();
            assertEquals(place == Place.OPENING, work == null);
            assertTrue(work == null || work.closed.await(5, TimeUnit.SECONDS));
            assertEquals(7, engine.call(READER, () -> 7));
            for (int i = 0; i < 100 && engine.runs() > 0; i++) {
                Thread.sleep(10);
            }
            assertEquals(0, engine.runs());
            assertEquals("", engine.trouble());
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverAnErrandThrowsTheEngineGoesOn(Throwable failure, Place place) {
        Engine engine = new Engine();
        CountDownLatch ended = new CountDownLatch(1);
        engine.atLast(() -> {
            ended.countDown();
            throw EngineTest.<RuntimeException>unchecked(failure);
        });
        engine.load(() -> {
            throw EngineTest.<RuntimeException>unchecked(failure);
        });
        engine.later(() -> {
            throw EngineTest.<RuntimeException>unchecked(failure);
        });
        engine.later(() -> Thread.currentThread().interrupt());
        assertThrows(Unavailable.class, () -> engine.aside(() -> 7));
        assertEquals(7, engine.call(READER, () -> 7));
        engine.close();
        assertEquals(0, ended.getCount());
        assertTrue(engine.trouble().contains("stopped"), engine.trouble());
    }

    @Test
    void anEngineThatIsStuckSaysSoUntilItGoesOn() throws Exception {
        try (Engine engine = new Engine(50_000_000, Duration.ofMillis(20))) {
            CountDownLatch goOn = new CountDownLatch(1), at = new CountDownLatch(1);
            engine.later(() -> {
                at.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            at.await();
            Thread.sleep(50);
            assertTrue(engine.trouble().contains("at one step"), engine.trouble());
            goOn.countDown();
            assertEquals(7, engine.call(READER, () -> 7));
            assertEquals("", engine.trouble());
        }
    }

    /** Never ends. */
    private static class Endless implements Engine.Work {

        @Override
        public byte @Nullable [] next() {
            return new byte[] {1};
        }

        @Override
        public void close() {}
    }

    /** Takes its time. */
    private static final class Slow extends Endless {

        private final int pause;
        private final AtomicLong nanoseconds = new AtomicLong();

        Slow(int pause) {
            this.pause = pause;
        }

        @Override
        public byte @Nullable [] next() {
            long before = System.nanoTime();
            LockSupport.parkNanos(pause * 1_000_000L);
            nanoseconds.addAndGet(System.nanoTime() - before);
            return super.next();
        }

        double milliseconds() {
            return nanoseconds.get() / 1e6;
        }
    }

    /** Keeps up with a run until it ends. */
    private static Ticket reading(Ticket ticket) {
        Thread page = new Thread(ticket::awaitEnd, "page");
        page.setDaemon(true);
        page.start();
        return ticket;
    }

    /** The place that is told behind the first pieces. */
    private static int placeAfterPieces(Ticket ticket) throws InterruptedException {
        for (int i = 1; i <= 3; i++) {
            assertEquals(i, text(ticket).charAt(0));
        }
        return Server.parsed(text(ticket)).path("before").asInt();
    }

    private static String text(Ticket ticket) throws InterruptedException {
        byte[] record = ticket.take(5000);
        assertNotNull(record);
        return new String(record, java.nio.charset.StandardCharsets.UTF_8);
    }
}
