package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.objective.PredictionType;
import darkroom.sample.Batcher.Answered;
import darkroom.schedule.Spacing;
import darkroom.torch.NativeCount;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many readers' runs, whose evaluations a batcher shares out. */
class BatcherTest {

    private static final int READERS = 32;

    private static final int MOST = 16;

    private static SmallNetwork small;

    /** The network, with a note of how many rows each evaluation had; it refuses the label 2 at will. */
    private static final class Noted implements Denoiser {

        private final Denoiser network = small.denoiser();
        private final List<Integer> batches = new ArrayList<>();
        private boolean refuses;

        @Override
        public PredictionType prediction() {
            return network.prediction();
        }

        @Override
        public Tensor output(Tensor x, List<Row> rows) {
            batches.add(rows.size());
            if (refuses && rows.stream().anyMatch(row -> row.condition().equals(Condition.labels(2)))) {
                throw new IllegalArgumentException("Of this nobody has a picture.");
            }
            return network.output(x, rows);
        }
    }

    @BeforeAll
    static void prepare() {
        Threads.use(1);
        small = new SmallNetwork();
    }

    @AfterAll
    static void free() {
        small.close();
    }

    private static SamplingRun start(Reader reader, Denoiser denoiser) {
        return reader.start(denoiser, SeededNoise.of(reader.number()), 1, 8, 8);
    }

    /** A run of one label, guided: two rows an evaluation for each picture. */
    private static SamplingRun guided(Denoiser denoiser, int label, int steps, int pictures) {
        Sampling sampling = new Sampling(
                denoiser,
                new Ddim(0),
                new Spacing.Trailing().grid(SmallNetwork.SCHEDULE, steps),
                Condition.labels(label),
                new ClassifierFree(2),
                Clipping.NONE);
        return sampling.start(SeededNoise.of(label), pictures, 1, 8, 8);
    }

    /** The pictures by reader, all sampled in one go. */
    private static Map<Integer, double[]> drawn(List<Reader> readers, Denoiser denoiser) {
        Map<Integer, double[]> pictures = new TreeMap<>();
        List<SamplingRun> runs =
                readers.stream().map(reader -> start(reader, denoiser)).toList();
        try (Batcher batcher = new Batcher(MOST)) {
            batcher.finish(runs, ended -> {
                assertEquals(null, ended.failure());
                pictures.put(
                        readers.get(runs.indexOf(ended.run())).number(),
                        Tensors.doubles(ended.run().x()));
            });
        }
        runs.forEach(SamplingRun::close);
        return pictures;
    }

    @Test
    void aPictureDoesNotDependOnWhoSharesItsBatch() {
        Denoiser denoiser = small.denoiser();
        List<Reader> readers = Reader.all(READERS);
        Map<Integer, double[]> together = drawn(readers, denoiser);
        assertEquals(READERS, together.size());
        for (Reader reader : readers) {
            double[] picture = together.get(reader.number());
            assertArrayEquals(drawn(List.of(reader), denoiser).get(reader.number()), picture, reader.toString());
            try (SamplingRun run = start(reader, denoiser)) {
                run.finish(made -> {});
                assertArrayEquals(Tensors.doubles(run.x()), picture, 1e-6, reader + " without a batcher");
            }
        }
    }

    @Test
    void batchesAreFullEvenAndBounded() {
        Noted denoiser = new Noted();
        drawn(Reader.all(READERS), denoiser);
        assertTrue(
                denoiser.batches.stream().allMatch(rows -> rows <= MOST && rows >= 2 && Integer.bitCount(rows) == 1),
                denoiser.batches.toString());
        assertTrue(denoiser.batches.subList(0, READERS / 2).stream().allMatch(rows -> rows == MOST));
    }

    @Test
    void guidancesTwoEvaluationsAreRowsOfOneBatch() {
        Noted denoiser = new Noted();
        try (SamplingRun run = guided(denoiser, 1, 3, 1);
                Batcher batcher = new Batcher(MOST)) {
            batcher.finish(List.of(run), ended -> {});
        }
        assertEquals(List.of(2, 2, 2), denoiser.batches);
    }

    @Test
    void nobodyWaitsForAnothersEndNorForALargeBatch() {
        Noted denoiser = new Noted();
        try (Batcher batcher = new Batcher(8);
                SamplingRun large = guided(denoiser, 0, 6, 16);
                SamplingRun late = guided(denoiser, 1, 6, 1)) {
            batcher.enter(large);
            assertEquals(List.of(), batcher.turn());
            batcher.enter(late);
            int turns = 0;
            while (!late.done()) {
                turns++;
                for (Answered one : batcher.turn()) {
                    if (!one.run().done()) {
                        batcher.enter(one.run());
                    }
                }
            }
            // A step of the large run's 32 rows takes four turns, and the late one's rows wait for no more than that.
            assertTrue(turns <= 6 * 5, turns + " turns");
            assertTrue(large.index() >= 4, "the large one goes on meanwhile: " + large.index());
            assertTrue(denoiser.batches.stream().allMatch(rows -> rows <= 8), denoiser.batches.toString());
        }
    }

    @Test
    void manyRunsAdvanceInStep() {
        Noted denoiser = new Noted();
        List<SamplingRun> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(guided(denoiser, i % 3, 50, 1));
        }
        try (Batcher batcher = new Batcher(4)) {
            runs.forEach(batcher::enter);
            for (int turn = 0; turn < 60; turn++) {
                batcher.turn().forEach(one -> batcher.enter(one.run()));
                int least = runs.stream().mapToInt(SamplingRun::index).min().orElseThrow();
                int most = runs.stream().mapToInt(SamplingRun::index).max().orElseThrow();
                assertTrue(most - least <= 1, least + " to " + most);
            }
            assertEquals(10, runs.get(0).index());
        }
        runs.forEach(SamplingRun::close);
    }

    @Test
    void whoIsCancelledLeavesAtOnceAndTheOthersDrawTheSame() {
        Denoiser denoiser = small.denoiser();
        List<Reader> readers = Reader.all(4);
        Map<Integer, double[]> expected = drawn(readers, denoiser);
        List<SamplingRun> runs =
                readers.stream().map(reader -> start(reader, denoiser)).toList();
        try (Batcher batcher = new Batcher(2)) {
            SamplingRun cancelled = guided(denoiser, 2, 5, 8);
            batcher.enter(cancelled);
            batcher.turn();
            assertEquals(14, batcher.rows());
            batcher.leave(cancelled);
            cancelled.close();
            assertEquals(0, batcher.rows());
            assertFalse(batcher.waits(cancelled));
            batcher.finish(runs, ended -> {});
        }
        for (int i = 0; i < runs.size(); i++) {
            assertArrayEquals(expected.get(i), Tensors.doubles(runs.get(i).x()));
        }
        runs.forEach(SamplingRun::close);
    }

    @Test
    void aFailingEvaluationFailsTheRunsConcernedAndNoOther() {
        Noted denoiser = new Noted();
        denoiser.refuses = true;
        List<SamplingRun> runs = List.of(
                guided(denoiser, 0, 3, 1),
                guided(denoiser, 2, 3, 1),
                guided(denoiser, 1, 3, 1),
                guided(denoiser, 2, 3, 3));
        List<Answered> ends = new ArrayList<>();
        try (Batcher batcher = new Batcher(MOST)) {
            batcher.finish(runs, ends::add);
            assertEquals(0, batcher.rows());
        }
        for (Answered one : ends) {
            int number = runs.indexOf(one.run());
            Throwable failure = one.failure();
            assertEquals(
                    number % 2 == 0 ? "none" : "Of this nobody has a picture.",
                    failure == null ? "none" : failure.getMessage());
            assertEquals(number % 2 == 0, one.run().done());
        }
        assertEquals(4, ends.size());
        runs.forEach(SamplingRun::close);
    }

    @Test
    void runsOfDifferentDenoisersAndShapesWaitSideBySide() {
        Noted one = new Noted(), other = new Noted();
        List<SamplingRun> runs = new ArrayList<>(List.of(guided(one, 0, 3, 1), guided(other, 1, 3, 1)));
        runs.add(new Sampling(one, new Ddim(0), new Spacing.Trailing().grid(SmallNetwork.SCHEDULE, 3))
                .start(SeededNoise.of(1), 1, 1, 16, 16));
        try (Batcher batcher = new Batcher(MOST)) {
            batcher.finish(runs, ended -> assertEquals(null, ended.failure()));
        }
        assertEquals(List.of(2, 2, 2, 2, 2, 2), one.batches);
        assertEquals(List.of(2, 2, 2), other.batches);
        runs.forEach(SamplingRun::close);
    }

    @Test
    void noNativeIsLeftBehind() throws InterruptedException {
        List<Reader> readers = Reader.all(8);
        Denoiser denoiser = small.denoiser();
        drawn(readers, denoiser);
        long before = NativeCount.settled();
        drawn(readers, denoiser);
        aFailingEvaluationFailsTheRunsConcernedAndNoOther();
        whoIsCancelledLeavesAtOnceAndTheOthersDrawTheSame();
        long after = Pointer.totalCount();
        assertTrue(after <= before, "native objects: " + after + ", before " + before);
    }

    @Test
    void mistakesAreSaidInASentence() {
        assertThrows(IllegalArgumentException.class, () -> new Batcher(12));
        assertThrows(IllegalArgumentException.class, () -> new Batcher(1));
        try (Batcher batcher = new Batcher(2);
                SamplingRun run = guided(small.denoiser(), 0, 2, 1)) {
            batcher.enter(run);
            assertThrows(IllegalArgumentException.class, () -> batcher.enter(run));
            batcher.turn();
            batcher.enter(run);
            batcher.turn();
            assertThrows(IllegalStateException.class, () -> batcher.enter(run));
            assertEquals(List.of(), batcher.turn());
        }
    }
}
