package darkroom.benchmarks;

import darkroom.guide.Condition;
import darkroom.model.TextToImage;
import darkroom.plan.Engine;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Measures a model of Stable Diffusion 1.5's size in bf16, as a user has it: a guided step of its U-Net at 64x64 latents, or a picture of
 * 512x512 from its decoder.
 */
public final class LargeBenchmark {

    private static final int SIDE = 512, STEPS = 50;
    private static final double GUIDANCE = 7.5;

    private LargeBenchmark() {}

    /**
     * Prints one line of JSON, with the median and the shortest time in milliseconds and the most memory that the process held.
     *
     * @param arguments {@code step} or {@code decode}, the model's folder, and how many times, behind one that does not count
     */
    public static void main(String... arguments) throws IOException {
        Subject.useThreads();
        int times = Integer.parseInt(arguments[2]);
        double[] took = new double[times];
        try (TextToImage model = TextToImage.read(Path.of(arguments[1]), torch.ScalarType.BFloat16)) {
            model.use(Engine.AUTO);
            model.codec().use(Engine.AUTO);
            if (arguments[0].equals("step")) {
                steps(model, took);
            } else {
                pictures(model, took);
            }
        }
        double[] sorted = Arrays.stream(took).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "{\"median\": %.1f, \"shortest\": %.1f, \"peak_mb\": %d}%n",
                sorted[times / 2],
                sorted[0],
                peak());
    }

    private static void steps(TextToImage model, double[] took) {
        Condition.Encoded text = model.prompts().encode(List.of("a boat at dusk"), SIDE, SIDE);
        long[] shape = model.sampleShape(SIDE, SIDE);
        try (SamplingRun run = model.sampling(
                        model.scheduler().plan(STEPS), text, model.prompts().nothing(SIDE, SIDE), GUIDANCE)
                .start(SeededNoise.of(0), 1, shape[0], shape[1], shape[2])) {
            measure(took, run::advance);
        }
    }

    private static void pictures(TextToImage model, double[] took) {
        long[] shape = model.sampleShape(SIDE, SIDE);
        Scope.run(() -> {
            Tensor latents = SeededNoise.first(0, 1, shape[0], shape[1], shape[2]);
            measure(took, () -> Scope.run(() -> model.codec().decode(latents)));
        });
    }

    private static void measure(double[] took, Runnable work) {
        work.run();
        for (int i = 0; i < took.length; i++) {
            long start = System.nanoTime();
            work.run();
            took[i] = (System.nanoTime() - start) / 1e6;
        }
    }

    /** In megabytes; 0 where the system does not say. */
    private static long peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024 / 1_000_000)
                        .findFirst()
                        .orElse(0);
    }
}
