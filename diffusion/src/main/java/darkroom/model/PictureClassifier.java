package darkroom.model;

import darkroom.data.Noised;
import darkroom.network.Classifier;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A trained classifier of pictures. */
public final class PictureClassifier implements AutoCloseable {

    private final Recipe recipe;
    private final Classifier network;
    private final Weights weights;
    private final TorchOperations operations;
    private final List<String> labels;

    /**
     * A classifier of its parts.
     *
     * @param recipe how it was made
     * @param weights its numbers, float32; the classifier's to close
     * @param labels the names of the classes
     */
    PictureClassifier(Recipe recipe, Classifier network, Weights weights, List<String> labels) {
        this.recipe = recipe;
        this.network = network;
        this.weights = weights;
        this.operations = new TorchOperations(weights);
        this.labels = List.copyOf(labels);
    }

    /** How it was made. */
    public Recipe recipe() {
        return recipe;
    }

    /** The names of the classes. */
    public List<String> labels() {
        return labels;
    }

    /** Whether it tells just these classes apart, in this order, and beside them at most noise. */
    public boolean tellsApart(List<String> classes) {
        return labels.equals(classes) || labels.equals(Noised.labels(classes));
    }

    /**
     * How likely each class is.
     *
     * @param pictures [B, C, H, W] in [-1, 1]
     * @return [B][classes], each row adding up to 1
     */
    public float[][] probabilities(Tensor pictures) {
        float[][] rows = new float[(int) pictures.size(0)][labels.size()];
        Scope.run(() -> {
            new NoGradGuard();
            Tensor logits = network.forward(operations, pictures);
            float[] all = Tensors.floats(torch.softmax(logits, 1));
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(all, i * labels.size(), rows[i], 0, labels.size());
            }
        });
        return rows;
    }

    /** The likeliest class of each of [B, C, H, W] pictures. */
    public int[] classify(Tensor pictures) {
        float[][] rows = probabilities(pictures);
        int[] likeliest = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 1; k < rows[i].length; k++) {
                likeliest[i] = rows[i][k] > rows[i][likeliest[i]] ? k : likeliest[i];
            }
        }
        return likeliest;
    }

    @Override
    public void close() {
        operations.close();
        weights.close();
    }
}
