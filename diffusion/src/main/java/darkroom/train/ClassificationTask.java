package darkroom.train;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.network.Classifier;
import darkroom.network.Operations;
import darkroom.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Learning to tell classes apart: the cross-entropy of the classifier's logits.
 *
 * @param network what learns
 * @param data what it learns from
 */
public record ClassificationTask(Classifier network, DataSet data) implements ExampleTask {

    public ClassificationTask {
        if (network.classes() != data.labels().size()) {
            throw new IllegalArgumentException("The classifier tells " + network.classes()
                    + " classes apart, but the data has " + data.labels().size() + ".");
        }
    }

    @Override
    public Tensor loss(Operations<Tensor> on, Batch drawn) {
        int count = drawn.labels().length;
        long[] labels = Arrays.stream(drawn.labels()).asLongStream().toArray();
        Tensor logits = network.forward(on, Stacked.values(drawn, data));
        return torch.cross_entropy_loss(logits.to(torch.ScalarType.Float), Tensors.of(labels, count));
    }
}
