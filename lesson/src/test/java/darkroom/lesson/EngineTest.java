package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineTest {

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
            Ticket ticket = engine.submit(() -> work);
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
            engine.submit(() -> unread);
            Ticket other = engine.submit(() -> new Counting(50));
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
            Ticket ticket = engine.submit(() -> work);
            assertNotNull(ticket.take(5000));
            ticket.cancel();
            assertTrue(work.closed.await(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void thoseWhoWaitAreToldTheirPlaceAndTooManyAreRefused() throws Exception {
        try (Engine engine = new Engine()) {
            List<Ticket> running = new ArrayList<>();
            for (int i = 0; i < Engine.AT_ONCE; i++) {
                running.add(engine.submit(() -> new Counting(10_000)));
            }
            Ticket first = engine.submit(() -> new Counting(1));
            Ticket second = engine.submit(() -> new Counting(1));
            assertEquals(1, Server.parsed(text(first)).path("before").asInt());
            assertEquals(2, Server.parsed(text(second)).path("before").asInt());
            first.cancel();
            running.get(0).cancel();
            byte[] record;
            while ((record = second.take(5000)) != null && record[0] == '{') {
                assertTrue(Server.parsed(new String(record, java.nio.charset.StandardCharsets.UTF_8))
                                .path("before")
                                .asInt()
                        <= 2);
            }
            assertNotNull(record);
            assertEquals(1, record[0]);
            for (int i = 0; i < Engine.IN_LINE; i++) {
                engine.submit(() -> new Counting(10_000));
            }
            assertThrows(Unavailable.class, () -> {
                for (int i = 0; i < Engine.AT_ONCE; i++) {
                    engine.submit(() -> new Counting(1));
                }
            });
        }
    }

    @Test
    void aFailureIsToldAndTheEngineGoesOn() throws Exception {
        try (Engine engine = new Engine()) {
            Ticket failing = engine.submit(() -> {
                throw new IllegalArgumentException("That cannot be.");
            });
            assertEquals(
                    "That cannot be.",
                    Server.parsed(text(failing)).path("message").asText());
            assertSame(Ticket.END, failing.take(5000));
            assertEquals(7, engine.call(() -> 7));
            assertThrows(
                    BadRequest.class,
                    () -> engine.call(() -> {
                        throw new BadRequest("No.");
                    }));
        }
    }

    private static String text(Ticket ticket) throws InterruptedException {
        byte[] record = ticket.take(5000);
        assertNotNull(record);
        return new String(record, java.nio.charset.StandardCharsets.UTF_8);
    }
}
