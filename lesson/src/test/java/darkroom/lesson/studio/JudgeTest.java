package darkroom.lesson.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Noised;
import darkroom.data.Patterns;
import darkroom.lesson.forward.ForwardQuestions;
import darkroom.lesson.web.Query;
import darkroom.model.ModelFolder;
import darkroom.model.PictureClassifier;
import darkroom.model.Recognition;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The judge of patterns that ships: what the lesson's findings about recognition hang on. */
class JudgeTest {

    private static final Path MODELS = Path.of("../models");

    private static final List<String> ANSWERS =
            ForwardQuestions.ALL.get(0).options().apply(new Query(name -> null));

    /** So many of each kind. */
    private static final int PICTURES = 30;

    @Test
    void pureNoiseIsNoKindOfPattern() throws IOException {
        Threads.use(1);
        int[] taken = new int[Pictures.LABELS.size() + 1];
        try (PictureClassifier judge = new ModelFolder(MODELS.resolve(Studio.CLASSIFIER)).readClassifier();
                SeededNoise noises = SeededNoise.of(1)) {
            assertEquals(Noised.labels(Pictures.LABELS), judge.labels());
            Scope.run(() -> IntStream.of(judge.classify(noises.next(100, 1, Pictures.SIZE, Pictures.SIZE)))
                    .forEach(label -> taken[label]++));
            assertTrue(taken[Pictures.LABELS.size()] >= 95, "taken for noise: " + taken[Pictures.LABELS.size()]);
            assertTrue(Recognition.ofData(judge, new Patterns(Pictures.SIZE), 1000, 3)
                            .share()
                    >= 0.999);
        }
    }

    /** Of thirty pictures of each kind, each under noises of its own, hardly one is lost where most look for it, by half way. */
    @Test
    void picturesAreLostLateAndNotAllBetweenTheSameSteps() throws IOException {
        List<Integer> bounds = Pattern.compile("t = (\\d+)")
                .matcher(String.join(" ", ANSWERS))
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .distinct()
                .sorted()
                .toList();
        Threads.use(1);
        int[] shares = new int[ANSWERS.size()];
        try (PictureClassifier judge = new ModelFolder(MODELS.resolve(Studio.CLASSIFIER)).readClassifier()) {
            for (String kind : Pictures.LABELS) {
                for (int picture = 1; picture <= PICTURES; picture++) {
                    float[] clean = Pictures.of(kind, picture);
                    long noise = picture;
                    int kept = (int) bounds.stream()
                            .filter(t -> recognised(judge, kind, clean, noise, t) >= 0.5)
                            .count();
                    shares[kept]++;
                }
            }
        }
        int all = PICTURES * Pictures.LABELS.size();
        assertTrue(
                shares[0] + shares[1] < 0.02 * all && shares[2] > 0.5 * all && shares[3] > 0.1 * all,
                () -> Arrays.toString(shares) + " at " + bounds);
    }

    private static double recognised(PictureClassifier judge, String kind, float[] clean, long seed, int t) {
        NoiseLevel level = Studio.SCHEDULE.level(t);
        int[] seen = Scope.call(
                () -> {
                    Tensor noises = SeededNoise.first(seed, 100, 1, Pictures.SIZE, Pictures.SIZE);
                    Tensor picture = Tensors.of(clean, 1, 1, Pictures.SIZE, Pictures.SIZE)
                            .expand_as(noises);
                    return judge.classify(Tensors.sum(level.alpha(), picture, level.sigma(), noises));
                },
                kept -> Stream.empty());
        int label = Pictures.LABELS.indexOf(kind);
        return IntStream.of(seen).filter(one -> one == label).count() / (double) seen.length;
    }
}
