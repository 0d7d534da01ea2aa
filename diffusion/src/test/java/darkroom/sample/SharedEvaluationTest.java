package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.exact.FiniteData;
import darkroom.torch.NativeCount;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs of different readers that share the evaluations of one denoiser. */
class SharedEvaluationTest {

    private static SmallNetwork small;
    private static Denoiser network;

    @BeforeAll
    static void prepare() {
        Threads.use(1);
        small = new SmallNetwork();
        network = small.denoiser();
    }

    @AfterAll
    static void free() {
        small.close();
    }

    private static double[] alone(Reader reader, Denoiser denoiser, long... sample) {
        try (SeededNoise noise = SeededNoise.of(reader.number());
                SamplingRun run = reader.start(denoiser, noise, sample)) {
            run.finish(made -> {});
            return Tensors.doubles(run.x());
        }
    }

    /** Each joins one evaluation after the last, and one leaves in the middle of a step. */
    private static List<double[]> together(List<Reader> readers, Denoiser denoiser, long... sample) {
        List<SeededNoise> noises =
                readers.stream().map(reader -> SeededNoise.of(reader.number())).toList();
        List<SamplingRun> runs = new ArrayList<>(), going = new ArrayList<>();
        while (runs.size() < readers.size() || !going.isEmpty()) {
            if (runs.size() < readers.size()) {
                Reader next = readers.get(runs.size());
                SamplingRun run = next.start(denoiser, noises.get(runs.size()), sample);
                runs.add(run);
                going.add(run);
            }
            evaluate(going);
            if (runs.size() == 2) {
                try (SeededNoise noise = SeededNoise.of(99);
                        SamplingRun cancelled = new Reader("pndm", 3).start(denoiser, noise, sample)) {
                    going.add(cancelled);
                    evaluate(going);
                    evaluate(going);
                    assertEquals(0, cancelled.index(), "it is in the middle of its first step");
                    going.remove(cancelled);
                }
            }
        }
        List<double[]> ends = runs.stream().map(run -> Tensors.doubles(run.x())).toList();
        runs.forEach(SamplingRun::close);
        noises.forEach(SeededNoise::close);
        return ends;
    }

    private static void evaluate(List<SamplingRun> going) {
        SamplingRun.evaluate(going);
        going.removeIf(SamplingRun::done);
    }

    /** Not to the bit: with other batches libtorch's matrix products add up in another order. */
    private static void assertTheSameTogether(Denoiser denoiser, long... sample) {
        List<Reader> readers = Reader.ofEverySampler();
        List<double[]> shared = together(readers, denoiser, sample);
        for (int i = 0; i < readers.size(); i++) {
            assertArrayEquals(
                    alone(readers.get(i), denoiser, sample),
                    shared.get(i),
                    1e-6,
                    readers.get(i).toString());
        }
    }

    @Test
    void aNetworkDrawsForAllTogetherWhatItDrawsForEachAlone() {
        assertTheSameTogether(network, 1, 8, 8);
    }

    @Test
    void theBestDenoiserDoesToo() {
        try (FiniteData data = Scope.call(
                () -> new FiniteData(SeededNoise.of(4).next(9, 2), List.of(0, 1, 2, 0, 1, 2, 0, 1, 2)),
                kept -> Stream.empty())) {
            assertTheSameTogether(data, 2);
        }
    }

    @Test
    void noNativeIsLeftBehindByRunsThatEndInAnyOrder() throws InterruptedException {
        together(Reader.ofEverySampler(), network, 1, 8, 8);
        long before = NativeCount.settled();
        together(Reader.ofEverySampler(), network, 1, 8, 8);
        long after = Pointer.totalCount();
        assertTrue(after <= before, "native objects: " + after + ", before " + before);
    }

    @Test
    void aRunSaysWhatItWantsUntilItIsAnswered() {
        try (SeededNoise noise = SeededNoise.of(1);
                SamplingRun run = new Reader("heun", 2).start(network, noise, 1, 8, 8)) {
            Scope.run(() -> {
                Tensor answer = Tensors.of(new float[2 * 64], 2, 1, 8, 8);
                assertEquals(
                        "This run waits for no evaluation: ask first what it wants.",
                        assertThrows(IllegalStateException.class, () -> run.answer(answer))
                                .getMessage());
                Evaluation wanted = run.wanted();
                assertEquals(wanted, run.wanted());
                assertEquals(2, wanted.rows().size(), "nothing and the label, for one picture");
                Tensor other = SeededNoise.of(7).next(1, 1, 8, 8);
                run.replaceX(other);
                assertArrayEquals(
                        Tensors.doubles(other),
                        Tensors.doubles(run.wanted().x().narrow(0, 1, 1)),
                        "a sample may be replaced as long as nothing was said of it");
                assertEquals(
                        "This run waits for an output of 2 rows, not of 1.",
                        assertThrows(IllegalArgumentException.class, () -> run.answer(other))
                                .getMessage());
                run.answer(answer);
                assertEquals(0, run.index());
                assertThrows(IllegalStateException.class, () -> run.replaceX(other));
                run.wanted();
                run.answer(answer);
                assertEquals(1, run.index());
            });
        }
    }

    @Test
    void runsOfDifferentDenoisersShareNothing() {
        try (FiniteData data = Scope.call(
                        () -> new FiniteData(Tensors.of(new float[64], 1, 1, 8, 8), List.of()),
                        kept -> Stream.empty());
                SeededNoise noise = SeededNoise.of(1);
                SamplingRun one = new Reader("ddim", 5).start(network, noise, 1, 8, 8);
                SamplingRun other = new Reader("ddim", 5).start(data, noise, 1, 8, 8)) {
            assertThrows(IllegalArgumentException.class, () -> SamplingRun.evaluate(List.of(one, other)));
        }
    }
}
