package darkroom.lesson;

import darkroom.model.PictureClassifier;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a classifier loses a picture: at each t the picture is drowned in the same hundred noises, until fewer than
 * half are recognised. First in strides, then step by step inside the stride where it happened.
 */
final class HalfRun implements Engine.Work {

    /** How many noises. */
    static final int NOISES = 100;

    private static final int STRIDE = 20;

    private final Pictures.Choice picture;
    private final PictureClassifier classifier;
    private final Tensor noises;
    private int t = -STRIDE;
    private int bracketEnd;
    private int found = -1;
    private boolean ended;

    HalfRun(Pictures.Choice picture, long seed, Studio studio) {
        this.picture = picture;
        classifier = studio.classifier();
        noises = Scope.own(() -> SeededNoise.of(seed).next(NOISES, 1, Pictures.SIZE, Pictures.SIZE), Stream::of);
    }

    @Override
    public byte @Nullable [] next() {
        if (ended) {
            return null;
        }
        if (found >= 0 || t >= Studio.SCHEDULE.timesteps()) {
            ended = true;
            var json = Json.object().put("type", "end").put("noises", NOISES);
            return Json.line(found < 0 ? json.putNull("t") : json.put("t", found));
        }
        boolean coarse = bracketEnd == 0;
        t += coarse ? STRIDE : 1;
        double share = recognised(Studio.SCHEDULE.level(t));
        if (share < 0.5 && coarse && t > 0) {
            bracketEnd = t;
            byte[] record = record(t, share);
            t -= STRIDE;
            return record;
        }
        if (share < 0.5 || !coarse && t == bracketEnd) {
            found = t;
        }
        return record(t, share);
    }

    private static byte[] record(int t, double share) {
        return Json.line(Json.object().put("type", "share").put("t", t).put("share", share));
    }

    private double recognised(NoiseLevel level) {
        int[] seen = Scope.call(
                () -> {
                    Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)
                            .expand_as(noises);
                    return classifier.classify(Tensors.sum(level.alpha(), clean, level.sigma(), noises));
                },
                kept -> Stream.empty());
        int right = 0;
        for (int label : seen) {
            right += label == picture.label() ? 1 : 0;
        }
        return right / (double) NOISES;
    }

    @Override
    public void close() {
        noises.close();
    }
}
