package darkroom.lesson.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.exact.FiniteData;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.lesson.Server;
import darkroom.lesson.web.Json;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Readers whose runs share evaluations at the engine. */
class SharingTest {

    private static final List<String> SAMPLERS = List.of("ddim", "heun", "euler_ancestral", "dpm_solver_pp_2m");

    /** More than an evaluation has rows for. */
    private static final int READERS = 40;

    private static FiniteData data;

    /** The best denoiser, with a note of how many rows each evaluation had. */
    private static final class Noted implements Denoiser {

        private final Queue<Integer> batches = new ConcurrentLinkedQueue<>();

        @Override
        public PredictionType prediction() {
            return data.prediction();
        }

        @Override
        public Tensor output(Tensor x, List<Row> rows) {
            batches.add(rows.size());
            return data.output(x, rows);
        }
    }

    /** A reader's run: two records at its start, one for each step, and one with the picture. */
    private static final class Run implements Sampled {

        private final SamplingRun run;
        private final CountDownLatch closed = new CountDownLatch(1);
        private List<Run> others = List.of();
        private int told;
        private boolean ended;
        /** By how many steps another was behind it at most. */
        private int behind;

        Run(Denoiser denoiser, int number, int steps) {
            Sampling sampling = new Sampling(
                    denoiser,
                    Samplers.named(SAMPLERS.get(number % SAMPLERS.size())),
                    new Spacing.Trailing().grid(Schedules.discrete("squaredcos_cap_v2", 1000), steps),
                    Condition.labels(number % 3),
                    new ClassifierFree(1 + number % 2),
                    Clipping.NONE);
            run = Scope.call(() -> sampling.start(SeededNoise.of(number), 1, 2), kept -> Stream.empty());
        }

        @Override
        public @Nullable SamplingRun step() {
            return told == 2 && !run.done() ? run : null;
        }

        @Override
        public byte[] stepped(long nanoseconds) {
            assertTrue(nanoseconds > 0);
            others.forEach(other -> behind = Math.max(behind, run.index() - other.run.index()));
            return Json.line(Json.object().put("type", "step").put("index", run.index()));
        }

        @Override
        public byte @Nullable [] next() {
            if (told < 2) {
                told++;
                return Json.line(Json.object().put("type", "start"));
            }
            if (ended) {
                return null;
            }
            ended = true;
            double[] x = Tensors.doubles(run.x());
            return Json.line(Json.object().put("type", "end").put("x", x[0]).put("y", x[1]));
        }

        @Override
        public void close() {
            run.close();
            closed.countDown();
        }
    }

    @BeforeAll
    static void prepare() {
        Threads.use(1);
        data = Scope.call(
                () -> new FiniteData(SeededNoise.of(4).next(9, 2), List.of(0, 1, 2, 0, 1, 2, 0, 1, 2)),
                kept -> Stream.empty());
    }

    @AfterAll
    static void free() {
        data.close();
    }

    private static int steps(int number) {
        return 5 + number % 7;
    }

    private static double[] alone(int number) {
        try (Run work = new Run(data, number, steps(number))) {
            work.run.finish(made -> {});
            return Tensors.doubles(work.run.x());
        }
    }

    /** The last record, behind as many steps as there should be. */
    private static String end(Ticket ticket, int steps) throws InterruptedException {
        String last = "";
        int seen = 0;
        for (byte[] record = ticket.take(5000); record != Ticket.END; record = ticket.take(5000)) {
            assertNotNull(record, "the run does not go on");
            last = new String(record, StandardCharsets.UTF_8);
            if (Server.parsed(last).path("type").asText().equals("step")) {
                assertEquals(++seen, Server.parsed(last).path("index").asInt());
            }
        }
        assertEquals(steps, seen);
        return last;
    }

    /** Keeps the engine from its turns until it is opened. */
    private static CountDownLatch held(Engine engine) {
        CountDownLatch open = new CountDownLatch(1);
        engine.later(() -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return open;
    }

    @Test
    void readersOfDifferentRunsShareEvaluationsAndEachGetsItsOwnPicture() throws Exception {
        Noted denoiser = new Noted();
        try (Engine engine = new Engine()) {
            CountDownLatch open = held(engine);
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int number = i;
                tickets.add(engine.submit("reader " + i, () -> new Run(denoiser, number, steps(number))));
            }
            open.countDown();
            for (int i = 0; i < tickets.size(); i++) {
                var end = Server.parsed(end(tickets.get(i), steps(i)));
                double[] picture = {end.path("x").asDouble(), end.path("y").asDouble()};
                assertArrayEquals(alone(i), picture, 1e-6);
            }
        }
        double rows =
                denoiser.batches.stream().mapToInt(Integer::intValue).average().orElseThrow();
        assertTrue(rows > 8, "rows an evaluation: " + denoiser.batches);
    }

    @Test
    void nobodyWaitsForAnothersEndWhenMoreComeThanFit() throws Exception {
        Noted denoiser = new Noted();
        List<Run> works = new ArrayList<>();
        try (Engine engine = new Engine()) {
            CountDownLatch open = held(engine);
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                Run work = new Run(denoiser, 1, 20);
                works.add(work);
                tickets.add(engine.submit("reader " + i, () -> {
                    work.others = works;
                    return work;
                }));
            }
            open.countDown();
            for (Ticket ticket : tickets) {
                end(ticket, 20);
            }
        }
        for (Run work : works) {
            assertTrue(work.behind <= 2, "steps that another run was behind: " + work.behind);
        }
    }

    /** Whose opening took as long as many shares of an evaluation does not wait until all others have had as much. */
    @Test
    void whoComesToManySeesAStepWithinAFewRounds() throws Exception {
        Noted denoiser = new Noted();
        try (Engine engine = new Engine()) {
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                Ticket ticket = engine.submit("reader " + i, () -> new Run(denoiser, 1, 1000));
                tickets.add(ticket);
                Thread page = new Thread(ticket::awaitEnd, "page");
                page.setDaemon(true);
                page.start();
            }
            int[] opened = new int[1];
            Ticket late = engine.submit("late", () -> {
                slowly();
                opened[0] = denoiser.batches.size();
                return new Run(denoiser, 1, 5);
            });
            for (int i = 0; i < 3; i++) {
                assertNotNull(late.take(20_000));
            }
            int evaluations = denoiser.batches.size() - opened[0];
            assertTrue(evaluations < 12, evaluations + " evaluations before the first step");
            tickets.forEach(Ticket::cancel);
        }
    }

    private static void slowly() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRunOfManyStepsKeepsNobodyWaiting() throws Exception {
        Noted denoiser = new Noted();
        try (Engine engine = new Engine()) {
            Run endless = new Run(denoiser, 0, 1000);
            Ticket ticket = engine.submit("long", () -> endless);
            Thread page = new Thread(ticket::awaitEnd, "page");
            page.setDaemon(true);
            page.start();
            for (int i = 1; i < 4; i++) {
                int number = i;
                end(engine.submit("short", () -> new Run(denoiser, number, 5)), 5);
            }
            ticket.cancel();
            assertTrue(endless.closed.await(5, TimeUnit.SECONDS));
            assertEquals(0, engine.call("other", () -> endless.run.done() ? 1 : 0), "it was far from its end");
        }
    }

    @Test
    void whoGoesAwayInTheMiddleOfAStepLeavesTheOthersAtWork() throws Exception {
        Noted denoiser = new Noted();
        try (Engine engine = new Engine()) {
            List<Ticket> tickets = new ArrayList<>();
            List<Run> works = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Run work = new Run(denoiser, i, i % 3 == 0 ? 1000 : 40);
                works.add(work);
                tickets.add(engine.submit("reader " + i, () -> work));
            }
            for (Ticket ticket : tickets) {
                assertNotNull(ticket.take(5000));
            }
            for (int i = 0; i < 12; i += 3) {
                tickets.get(i).cancel();
            }
            for (int i = 0; i < 12; i++) {
                if (i % 3 > 0) {
                    end(tickets.get(i), 40);
                }
                assertTrue(works.get(i).closed.await(5, TimeUnit.SECONDS));
            }
            for (int i = 0; i < 100 && engine.runs() > 0; i++) {
                Thread.sleep(10);
            }
            assertEquals(0, engine.runs());
        }
    }

    @Test
    void anEvaluationThatFailsEndsTheRunsConcernedInASentence() throws Exception {
        Denoiser failing = new Denoiser() {
            @Override
            public PredictionType prediction() {
                return data.prediction();
            }

            @Override
            public Tensor output(Tensor x, List<Row> rows) {
                if (rows.stream().anyMatch(row -> row.condition().equals(Condition.labels(2)))) {
                    throw new IllegalArgumentException("Of this nobody has a picture.");
                }
                return data.output(x, rows);
            }
        };
        try (Engine engine = new Engine()) {
            CountDownLatch open = held(engine);
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                tickets.add(engine.submit("reader " + i, () -> new Run(failing, number, 5)));
            }
            open.countDown();
            for (int i = 0; i < 6; i++) {
                boolean fails = i % 3 == 2;
                String end = end(tickets.get(i), fails ? 0 : 5);
                assertEquals(
                        fails ? "Of this nobody has a picture." : "",
                        Server.parsed(end).path("message").asText());
            }
            assertEquals(7, engine.call("reader", () -> 7));
            assertEquals("", engine.trouble());
        }
    }
}
