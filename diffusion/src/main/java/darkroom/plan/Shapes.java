package darkroom.plan;

import darkroom.network.Conditioning;
import darkroom.torch.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of what a network is told in an evaluation, and the number of threads that compute it: what a plan is recorded for.
 *
 * @param sample [B, C, H, W] or [B, D]
 * @param told of all else
 */
record Shapes(List<Long> sample, Conditioning<List<Long>> told, int threads) {

    static Shapes of(Asked asked, int threads) {
        Conditioning<Tensor> told = asked.told();
        Map<String, List<Long>> added = new HashMap<>();
        told.added().forEach((name, value) -> added.put(name, Tensors.shape(value)));
        return new Shapes(
                Tensors.shape(asked.x()),
                new Conditioning<>(shape(told.labels()), shape(told.tokens()), shape(told.pooled()), added),
                threads);
    }

    private static @Nullable List<Long> shape(@Nullable Tensor tensor) {
        return tensor == null ? null : Tensors.shape(tensor);
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
        List<Long> labels = told.labels(), tokens = told.tokens();
        return new Conditioning<>(
                labels == null
                        ? null
                        : given(recorder, labels, asked -> asked.told().requireLabels()),
                tokens == null
                        ? null
                        : given(recorder, tokens, asked -> asked.told().requireTokens()),
                null,
                added);
    }

    private static Node given(Recorder recorder, List<Long> shape, Function<Asked, Tensor> made) {
        return recorder.given(made, shape.stream().mapToLong(Long::longValue).toArray());
    }
}
