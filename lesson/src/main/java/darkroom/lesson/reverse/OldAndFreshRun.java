package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Source;
import darkroom.lesson.web.Json;
import darkroom.objective.Objective;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.Step;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One step of DDPM from one picture under several noises at once, of which the first is the one that is shown: how much of
 * the noise that it leads to is old, and how much is fresh.
 */
final class OldAndFreshRun extends SampledWork {

    /** How many noises. */
    static final int NOISES = 16;

    /** The fresh shares at which one answer ends and the next begins. */
    private static final List<Double> BORDERS = List.of(0.01, 0.25, 0.75);

    private static final long[] SHAPE = {NOISES, 1, Pictures.SIZE, Pictures.SIZE};

    /**
     * The noise of one picture after the step, by least squares over its pixels: {@code kept * old + added * fresh}, and
     * what is neither, which is what the prediction got wrong.
     *
     * @param kept what the old noise was multiplied by
     * @param added what the fresh noise was multiplied by
     * @param wrong the mean square of what is left
     */
    record Parts(double kept, double added, double wrong) {

        static Parts of(double[] noise, float[] old, float[] fresh) {
            double oldOld = 0, freshFresh = 0, oldFresh = 0, noiseOld = 0, noiseFresh = 0;
            for (int i = 0; i < noise.length; i++) {
                oldOld += old[i] * old[i];
                freshFresh += fresh[i] * fresh[i];
                oldFresh += old[i] * fresh[i];
                noiseOld += noise[i] * old[i];
                noiseFresh += noise[i] * fresh[i];
            }
            double determinant = oldOld * freshFresh - oldFresh * oldFresh;
            double kept = (noiseOld * freshFresh - noiseFresh * oldFresh) / determinant;
            double added = (noiseFresh * oldOld - noiseOld * oldFresh) / determinant;
            double wrong = 0;
            for (int i = 0; i < noise.length; i++) {
                double left = noise[i] - kept * old[i] - added * fresh[i];
                wrong += left * left / noise.length;
            }
            return new Parts(kept, added, wrong);
        }

        /** Of the power of the noise, for both noises have power 1. */
        double power() {
            return kept * kept + added * added + wrong;
        }

        double oldShare() {
            return kept * kept / power();
        }

        double freshShare() {
            return added * added / power();
        }
    }

    private final Source source;
    private final Step step;
    private final float[] target;
    private final float[] old;
    private final float[] fresh;
    private final SamplingRun run;

    /**
     * @param source whose denoiser predicts; closed with the run
     * @param target the clean picture
     * @param seed of the noise that is shown
     */
    OldAndFreshRun(Source source, Step step, float[] target, long seed) {
        this.source = source;
        this.step = step;
        this.target = target;
        try (SeededNoise noises = SeededNoise.each(LaneBatch.shownFirst(seed, NOISES))) {
            old = drawn(noises);
            fresh = drawn(noises);
        }
        run = Scope.call(
                () -> {
                    Tensor clean = Tensors.of(target, 1, 1, Pictures.SIZE, Pictures.SIZE)
                            .expand(SHAPE);
                    return SamplingRun.from(
                            Microscope.sampling(source, step),
                            shape -> Tensors.of(fresh, shape),
                            Objective.noisy(clean, Tensors.of(old, SHAPE), step.from()));
                },
                kept -> Stream.empty());
    }

    private static float[] drawn(SeededNoise noises) {
        return Scope.call(() -> Tensors.floats(noises.next(SHAPE)), kept -> Stream.empty());
    }

    @Override
    protected boolean more() {
        return !run.done();
    }

    @Override
    protected SamplingRun advancing() {
        return run;
    }

    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        return null;
    }

    @Override
    protected ObjectNode end() {
        List<Parts> all = parts();
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("noises", NOISES)
                .put("before", step.from().sigma())
                .put("after", step.to().sigma())
                .put("kept", mean(all, Parts::kept))
                .put("added", mean(all, Parts::added));
        if (step.to().sigma() == 0) {
            return json.put("answer", -1);
        }
        double[] shares = all.stream().mapToDouble(Parts::freshShare).toArray();
        double share = Spread.mean(shares), within = Spread.chance(shares);
        double oldShare = mean(all, Parts::oldShare);
        return json.put("fresh", share)
                .put("old", oldShare)
                .put("wrong", 1 - share - oldShare)
                .put("within", within)
                .put("answer", answer(share, within));
    }

    private List<Parts> parts() {
        List<float[]> next = Samples.of(run.x());
        return IntStream.range(0, NOISES)
                .mapToObj(i -> Parts.of(noise(next.get(i)), picture(old, i), picture(fresh, i)))
                .toList();
    }

    private static float[] picture(float[] all, int place) {
        return Arrays.copyOfRange(all, place * Pictures.PIXELS, (place + 1) * Pictures.PIXELS);
    }

    /** What a picture after the step has besides the clean one. */
    private double[] noise(float[] next) {
        double alpha = step.to().alpha();
        return IntStream.range(0, next.length)
                .mapToDouble(i -> next[i] - alpha * target[i])
                .toArray();
    }

    /** The answer that a fresh share stands for; -1 where chance may carry it to another. */
    static int answer(double share, double within) {
        int least = answer(share - within);
        return least == answer(share + within) ? least : -1;
    }

    private static int answer(double share) {
        return (int) BORDERS.stream().filter(border -> border < share).count();
    }

    private static double mean(List<Parts> all, ToDoubleFunction<Parts> part) {
        return all.stream().mapToDouble(part).average().orElseThrow();
    }

    @Override
    public void close() {
        run.close();
        source.close();
    }
}
