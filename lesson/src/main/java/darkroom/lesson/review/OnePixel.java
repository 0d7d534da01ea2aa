package darkroom.lesson.review;

import darkroom.exact.FiniteData;
import darkroom.exact.Gaussian;
import darkroom.exact.Oracle;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.lesson.studio.Studio;
import darkroom.sample.Ddim;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** What the library makes of a picture of a single pixel. */
final class OnePixel {

    private OnePixel() {}

    /** A pixel after a step of DDIM with eta 0 whose prediction of the clean one is given. */
    static double ddim(double x, double x0, NoiseLevel from, NoiseLevel to) {
        return computed(() -> {
            try (Oracle told = new Oracle(one(x0));
                    SamplingRun run = SamplingRun.from(
                            new Sampling(told, new Ddim(0), TimeGrid.through(List.of(from, to))),
                            SeededNoise.of(0),
                            one(x))) {
                run.advance();
                return run.x().item_double();
            }
        });
    }

    /** The clean pixel that the exact denoiser names in pure noise, when a share of the pictures has it white. */
    static double fromNoise(double white) {
        return computed(() -> {
            try (FiniteData known = new FiniteData(
                    Tensors.of(new double[] {1, -1}, 2, 1), new double[] {white, 1 - white}, List.of())) {
                return known.output(one(0.3), new NoiseLevel(0, 1), Condition.NONE)
                        .item_double();
            }
        });
    }

    /** What guidance makes of the answers with and without a label. */
    static double guided(double with, double without, double scale) {
        ClassifierFree guidance = new ClassifierFree(scale);
        Condition label = Condition.labels(0);
        return computed(() -> {
            List<Tensor> outputs = guidance.wanted(label, NoiseLevel.CLEAN).stream()
                    .map(asked -> one(asked.equals(label) ? with : without))
                    .toList();
            return guidance.combine(outputs, NoiseLevel.CLEAN).item_double();
        });
    }

    /** How many evaluations a sampler makes on its way. */
    static long evaluations(String sampler, int steps) {
        return computed(() -> {
            try (Gaussian exact = new Gaussian(Tensors.of(new double[] {0}, 1), 1);
                    SamplingRun run = new Sampling(
                                    exact, Samplers.named(sampler), new Spacing.Trailing().grid(Studio.SCHEDULE, steps))
                            .start(SeededNoise.of(0), 1, 1)) {
                run.finish(now -> {});
                return run.evaluations();
            }
        });
    }

    private static <T> T computed(Supplier<T> body) {
        return Scope.call(body, nothing -> Stream.empty());
    }

    private static Tensor one(double value) {
        return Tensors.of(new double[] {value}, 1, 1);
    }
}
