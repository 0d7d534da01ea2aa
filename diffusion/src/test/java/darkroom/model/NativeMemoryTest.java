package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.guide.Condition;
import darkroom.sample.RangeClipping;
import darkroom.sample.Samplers;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.NativeCount;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No native object is left to the garbage collector: there are no more of them after many steps than after a few. They are
 * counted by the library that wraps them, so a single tensor that is forgotten in a step shows. There may be fewer: what
 * other tests left behind is collected at any time.
 */
class NativeMemoryTest {

    @TempDir
    static Path path;

    private static ModelFolder folder;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        NativeCount.settled();
        Threads.use(1);
        folder = new ModelFolder(path.resolve("tiny"));
        try (TrainingRun run = TrainingRun.begin(Tiny.recipe(), Tiny.data(), folder)) {
            run.advance();
            long before = Pointer.totalCount();
            for (int i = 0; i < 8; i++) {
                run.advance();
            }
            assertNoMoreThan(before, "native objects after eight more updates");
            run.save();
            long saved = Pointer.totalCount();
            run.save();
            assertNoMoreThan(saved, "native objects after another checkpoint");
        }
    }

    @BeforeEach
    void begin() throws InterruptedException {
        NativeCount.settled();
    }

    private static void assertNoMoreThan(long before, String what) {
        long now = Pointer.totalCount();
        assertTrue(now <= before, what + ": " + now + ", before " + before);
    }

    static List<String> samplers() {
        return Samplers.forAnyNetwork();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplingForgetsNothing(String sampler) throws IOException {
        long outside = Pointer.totalCount();
        try (Model model = folder.read()) {
            SamplingSettings settings = SamplingSettings.ofSteps(40)
                    .withSampler(sampler)
                    .withGuidance(2)
                    .withClip(RangeClipping.PICTURES);
            try (SamplingRun run = model.sampling(settings, Condition.labels(3)).start(SeededNoise.of(1), 2, 1, 8, 8)) {
                for (int i = 0; i < 10; i++) {
                    run.advance();
                }
                long before = Pointer.totalCount();
                for (int i = 0; i < 28; i++) {
                    run.advance();
                }
                assertNoMoreThan(before, "native objects after 28 more steps");
            }
        }
        assertNoMoreThan(outside, "native objects after the model was closed");
    }

    @Test
    void aModelThatIsClosedLeavesNothing() throws IOException {
        long before = Pointer.totalCount();
        try (Model model = folder.read();
                Model half = model.bfloat16()) {
            half.denoiser();
        }
        assertNoMoreThan(before, "native objects after the models were closed");
    }

    @Test
    void aRunThatCannotBeginLeavesNothing() throws IOException {
        try (Model model = folder.read()) {
            long before = Pointer.totalCount();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> model.sampling(model.settings(), Condition.NONE).start(SeededNoise.each(1, 2), 3, 1, 8, 8));
            assertNoMoreThan(before, "native objects after noise for two was asked for three");
        }
    }
}
