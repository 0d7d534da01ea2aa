package darkroom.benchmarks;

import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.plan.Engine;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Measures whether memory grows: the resident memory of the process (VmRSS) before and after 3,000 steps of sampling on libtorch,
 * 100,000 recorded ones and 5,000 iterations of training, each behind a warm-up. Exits with 1 when it has grown by more than 1%.
 * Linux only.
 *
 * <p>The heap must be of one size and touched beforehand, or its growth would be measured too; {@code benchmarks/memory}
 * sees to that.
 */
public final class MemoryCheck {

    private static final double ALLOWED = 0.01;
    private static final int BATCH = 10;
    private static final int RUN = 50;

    private MemoryCheck() {}

    /**
     * Measures sampling, then training.
     *
     * @param recipe one file, the recipe of what is sampled and trained
     */
    public static void main(String... recipe) throws IOException {
        Subject.useThreads();
        Subject subject = Subject.read(Path.of(recipe[0]));
        boolean flat = samplingIsFlat(subject, Engine.LIBTORCH, BATCH, 3000);
        flat &= samplingIsFlat(subject, Engine.RECORDED, 2, 100_000);
        flat &= trainingIsFlat(subject);
        System.exit(flat ? 0 : 1);
    }

    private static boolean samplingIsFlat(Subject subject, Engine engine, int batch, int steps) throws IOException {
        try (Model model = subject.model("fp32")) {
            model.use(engine);
            return isFlat(
                    "sampling steps, batch " + batch + ", " + engine,
                    500 / RUN,
                    steps / RUN,
                    RUN,
                    seed -> sample(model, batch, seed));
        }
    }

    private static void sample(Model model, int batch, long seed) {
        long[] shape = LongStream.concat(LongStream.of(batch), LongStream.of(model.sampleShape()))
                .toArray();
        Condition asked = model.labels().isEmpty() ? Condition.NONE : Condition.labels(0);
        try (SamplingRun run =
                model.sampling(model.settings().withSteps(RUN), asked).start(SeededNoise.of(seed), shape)) {
            run.finish(now -> {});
        }
    }

    private static boolean trainingIsFlat(Subject subject) throws IOException {
        try (Trainer trainer = subject.trainer()) {
            int batch = subject.recipe().training().batch();
            return isFlat("training iterations, batch " + batch, 200, 5000, 1, i -> trainer.advance());
        }
    }

    private interface Work {
        void run(int index);
    }

    private static boolean isFlat(String what, int warmUp, int times, int each, Work work) throws IOException {
        for (int i = 0; i < warmUp; i++) {
            work.run(i);
        }
        long before = resident();
        for (int i = 0; i < times; i++) {
            work.run(warmUp + i);
        }
        long after = resident();
        double growth = (after - before) / (double) before;
        System.out.printf(
                Locale.ROOT,
                "%,d %s: VmRSS %,d KiB before, %,d KiB after, %+.2f%%%n",
                times * each,
                what,
                before,
                after,
                100 * growth);
        return growth <= ALLOWED;
    }

    private static long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
