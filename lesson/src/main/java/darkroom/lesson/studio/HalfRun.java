package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.web.Json;
import darkroom.model.PictureClassifier;
import darkroom.objective.Objective;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds where a classifier loses a picture: at each t the picture is mixed with the same hundred noises, and those are
 * counted that are still recognised. First in strides over the whole schedule, then step by step inside the first stride
 * that ends below one half.
 */
public final class HalfRun extends StagedWork {

    /** How many noises. */
    static final int NOISES = 100;

    private static final int STRIDE = 20;
    private static final double HALF = 0.5;

    private final Pictures.Choice picture;
    private final PictureClassifier classifier;
    private final Tensor noises;
    private final Queue<Integer> times = new ArrayDeque<>();
    private int firstBelow = Integer.MAX_VALUE;
    private boolean refining;

    public HalfRun(Pictures.Choice picture, long seed, Studio studio) {
        this.picture = picture;
        classifier = studio.classifier();
        noises = Scope.own(() -> SeededNoise.first(seed, NOISES, 1, Pictures.SIZE, Pictures.SIZE), Stream::of);
        IntStream.rangeClosed(0, Studio.SCHEDULE.timesteps() / STRIDE).forEach(i -> times.add(i * STRIDE));
    }

    @Override
    protected boolean more() {
        if (times.isEmpty() && !refining) {
            refining = true;
            IntStream.range(Math.max(0, firstBelow - STRIDE + 1), Math.min(firstBelow, Studio.SCHEDULE.timesteps()))
                    .forEach(times::add);
        }
        return !times.isEmpty();
    }

    @Override
    protected ObjectNode piece() {
        int t = times.remove();
        double share = recognised(Studio.SCHEDULE.level(t));
        if (share < HALF && t < firstBelow) {
            firstBelow = t;
            if (refining) {
                times.clear();
            }
        }
        return Json.object().put("type", "share").put("t", t).put("share", share);
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "end").put("noises", NOISES);
        return firstBelow > Studio.SCHEDULE.timesteps() ? json.putNull("t") : json.put("t", firstBelow);
    }

    private double recognised(NoiseLevel level) {
        int[] seen = Scope.call(
                () -> {
                    Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)
                            .expand_as(noises);
                    return classifier.classify(Objective.noisy(clean, noises, level));
                },
                kept -> Stream.empty());
        return IntStream.of(seen).filter(label -> label == picture.label()).count() / (double) NOISES;
    }

    @Override
    public void close() {
        noises.close();
    }
}
