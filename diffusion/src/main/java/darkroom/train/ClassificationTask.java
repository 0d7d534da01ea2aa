package darkroom.train;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.network.Classifier;
import darkroom.network.Operations;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Learning to tell classes apart: the cross-entropy of the classifier's logits.
 *
 * @param network what learns
 * @param data what it learns from
 */
public record ClassificationTask(Classifier network, DataSet data) implements Task {

    public ClassificationTask {
        if (network.classes() != data.labels().size()) {
            throw new IllegalArgumentException("The classifier tells " + network.classes()
                    + " classes apart, but the data has " + data.labels().size() + ".");
        }
    }

    @Override
    public Tensor loss(Operations<Tensor> on, long seed, long index, int count) {
        Batch batch = data.batch(seed, index, count);
        long[] shape = LongStream.concat(LongStream.of(count), Arrays.stream(data.shape()))
                .toArray();
        long[] labels = Arrays.stream(batch.labels()).asLongStream().toArray();
        Tensor logits = network.forward(on, Tensors.of(batch.values(), shape));
        return torch.cross_entropy_loss(logits.to(torch.ScalarType.Float), Tensors.of(labels, count));
    }
}
