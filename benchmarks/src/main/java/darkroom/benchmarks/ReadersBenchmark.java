package darkroom.benchmarks;

import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.plan.Engine;
import darkroom.sample.Batcher;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures how long 32 readers wait together for a picture of the shipped patterns, each with a sampler, a label and a seed of its own,
 * 25 steps and guidance: served at once by a batcher on the faster engine, and one after the other on libtorch.
 */
public final class ReadersBenchmark {

    private static final int READERS = 32;
    private static final int STEPS = 25;
    private static final int ROWS = 32;
    private static final int ROUNDS = 7;
    private static final int QUICK_ROUNDS = 3;
    private static final List<String> SAMPLERS = List.of("ddim", "dpm_solver_pp_2m", "euler_ancestral", "ddpm");

    private final Model model;

    private ReadersBenchmark(Model model) {
        this.model = model;
    }

    /**
     * Prints one line, with the medians of the rounds, in which both sides take turns.
     *
     * @param arguments {@code --quick} for fewer rounds
     */
    public static void main(String... arguments) throws Exception {
        Subject.useThreads();
        int rounds = List.of(arguments).contains("--quick") ? QUICK_ROUNDS : ROUNDS;
        double[] ours = new double[rounds], theirs = new double[rounds];
        try (Model model = new ModelFolder(shipped()).read()) {
            ReadersBenchmark readers = new ReadersBenchmark(model);
            for (int round = -1; round < rounds; round++) {
                double together = readers.together(), inTurn = readers.inTurn();
                if (round >= 0) {
                    ours[round] = together;
                    theirs[round] = inTurn;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "row=readers-32 ours_ms=%.1f peer_ms=%.1f peer=one-after-the-other-on-libtorch ratio=%.2f%n",
                median(ours),
                median(theirs),
                median(theirs) / median(ours));
    }

    private double together() {
        model.use(Engine.AUTO);
        return milliseconds(runs -> {
            try (Batcher batcher = new Batcher(ROWS)) {
                batcher.finish(runs, ended -> {
                    if (ended.failure() != null) {
                        throw new IllegalStateException(ended.failure());
                    }
                });
            }
        });
    }

    private double inTurn() {
        model.use(Engine.LIBTORCH);
        return milliseconds(runs -> runs.forEach(run -> run.finish(made -> {})));
    }

    private double milliseconds(Consumer<List<SamplingRun>> serving) {
        List<SamplingRun> runs = new ArrayList<>();
        IntStream.range(0, READERS).forEach(reader -> runs.add(start(reader)));
        long start = System.nanoTime();
        serving.accept(runs);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        runs.forEach(SamplingRun::close);
        return milliseconds;
    }

    private SamplingRun start(int reader) {
        long[] one = LongStream.concat(LongStream.of(1), LongStream.of(model.sampleShape()))
                .toArray();
        return model.sampling(
                        model.settings()
                                .withSampler(SAMPLERS.get(reader % SAMPLERS.size()))
                                .withSteps(STEPS),
                        Condition.labels(reader % model.labels().size()))
                .start(SeededNoise.of(reader), one);
    }

    /** The model's folder in the project whose {@code benchmarks/target} this program lies in. */
    private static Path shipped() throws URISyntaxException {
        Path program = Path.of(ReadersBenchmark.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return program.resolveSibling("../../models/patterns").normalize();
    }

    private static double median(double[] values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
