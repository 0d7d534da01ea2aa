package darkroom.model;

import darkroom.data.SceneAttribute;
import darkroom.network.Classifier;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import darkroom.train.SceneReadingTask;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** A trained classifier that says what is in pictures of scenes. */
public final class SceneReader implements AutoCloseable {

    private final Recipe recipe;
    private final Classifier network;
    private final Weights weights;
    private final TorchOperations operations;

    SceneReader(Recipe recipe, Classifier network, Weights weights) {
        this.recipe = recipe;
        this.network = network;
        this.weights = weights;
        this.operations = new TorchOperations(weights);
    }

    /** How it was made. */
    public Recipe recipe() {
        return recipe;
    }

    /**
     * What each picture shows: the likeliest value of every attribute.
     *
     * @param pictures [B, 3, H, W] in [-1, 1]
     */
    public List<Map<SceneAttribute, Integer>> read(Tensor pictures) {
        int rows = (int) pictures.size(0), values = network.classes();
        float[] logits = Scope.call(
                () -> {
                    new NoGradGuard();
                    return Tensors.floats(SceneReadingTask.logits(operations, network, pictures));
                },
                kept -> Stream.empty());
        return IntStream.range(0, rows)
                .mapToObj(row -> likeliest(logits, row * values))
                .toList();
    }

    private static Map<SceneAttribute, Integer> likeliest(float[] logits, int start) {
        Map<SceneAttribute, Integer> found = new EnumMap<>(SceneAttribute.class);
        int from = start;
        for (SceneAttribute attribute : SceneAttribute.values()) {
            int best = 0;
            for (int i = 1; i < attribute.size(); i++) {
                best = logits[from + i] > logits[from + best] ? i : best;
            }
            found.put(attribute, best);
            from += attribute.size();
        }
        return found;
    }

    @Override
    public void close() {
        operations.close();
        weights.close();
    }
}
