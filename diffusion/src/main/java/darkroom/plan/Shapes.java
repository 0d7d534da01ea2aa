package darkroom.plan;

import darkroom.network.Conditioning;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The shapes of what a network is told in an evaluation, and the number of threads that compute it: what a plan is recorded for.
 *
 * @param sample [B, C, H, W] or [B, D]
 * @param told of all else
 */
record Shapes(List<Long> sample, Conditioning<List<Long>> told, int threads) {

    static Shapes of(Asked asked, int threads) {
        return new Shapes(Tensors.shape(asked.x()), asked.told().map(Tensors::shape), threads);
    }

    /** How many samples there are. */
    int rows() {
        return Math.toIntExact(sample.get(0));
    }

    /** How many numbers a sample has. */
    long numbers() {
        return sample.stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    /** The same, computed by some threads. */
    Shapes by(int count) {
        return new Shapes(sample, told, count);
    }

    /** The shapes of some of the rows, which one thread computes. */
    Shapes forOneThread(long rows) {
        return new Shapes(rows(sample, rows), told.map(shape -> rows(shape, rows)), 1);
    }

    private static List<Long> rows(List<Long> shape, long rows) {
        List<Long> fewer = new ArrayList<>(shape);
        fewer.set(0, rows);
        return fewer;
    }

    /** The samples that a pass is recorded for. */
    Node sample(Recorder recorder) {
        return given(recorder, sample, Asked::x);
    }

    /** The timesteps that a pass is recorded for. */
    Node timesteps(Recorder recorder) {
        return recorder.given(Asked::timesteps, sample.get(0));
    }

    /** All else that a pass is recorded for. */
    Conditioning<Node> told(Recorder recorder) {
        Map<String, Node> added = new HashMap<>();
        told.added()
                .forEach((name, shape) -> added.put(
                        name, given(recorder, shape, asked -> asked.told().requireAdded(name))));
        List<Long> labels = told.labels(), tokens = told.tokens(), pooled = told.pooled();
        return new Conditioning<>(
                labels == null
                        ? null
                        : given(recorder, labels, asked -> asked.told().requireLabels()),
                tokens == null
                        ? null
                        : given(recorder, tokens, asked -> asked.told().requireTokens()),
                pooled == null
                        ? null
                        : given(recorder, pooled, asked -> asked.told().requirePooled()),
                added);
    }

    private static Node given(Recorder recorder, List<Long> shape, Function<Asked, Tensor> made) {
        return recorder.given(made, shape.stream().mapToLong(Long::longValue).toArray());
    }
}
