package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.web.Json;
import darkroom.model.PictureClassifier;
import darkroom.objective.Objective;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds where a classifier loses a picture: at each t the picture is mixed with the same hundred noises, and those are
 * counted that are still recognised. First in strides over the whole schedule, then step by step inside the first stride
 * that ends below one half. At its end it shows the picture there, in the first of the noises.
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
        double share = recognised(t);
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
        int last = Studio.SCHEDULE.timesteps();
        ObjectNode json = Json.object().put("type", "end").put("noises", NOISES);
        json.put(
                "x", Json.pixels(Arrays.copyOf(ofNoisy(Math.min(firstBelow, last), Tensors::floats), Pictures.PIXELS)));
        return firstBelow > last ? json.putNull("t") : json.put("t", firstBelow);
    }

    private double recognised(int t) {
        int[] seen = ofNoisy(t, classifier::classify);
        return IntStream.of(seen).filter(label -> label == picture.label()).count() / (double) NOISES;
    }

    /** What is said of the picture in each of the noises at a step. */
    private <T> T ofNoisy(int t, Function<Tensor, T> said) {
        return Scope.call(
                () -> {
                    Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)
                            .expand_as(noises);
                    return said.apply(Objective.noisy(clean, noises, Studio.SCHEDULE.level(t)));
                },
                kept -> Stream.empty());
    }

    @Override
    public void close() {
        noises.close();
    }
}
