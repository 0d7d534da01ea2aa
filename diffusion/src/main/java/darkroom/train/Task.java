package darkroom.train;

import darkroom.network.Operations;
import darkroom.network.Parametrised;
import org.bytedeco.pytorch.Tensor;

/** What a trainer makes small: a loss that depends on the weights and on the index of a batch alone. */
public interface Task {

    /** What has the weights. */
    Parametrised network();

    /**
     * The loss of a batch.
     *
     * @param on computes with the weights as they are
     * @param seed which stream of batches
     * @param index the batch's place in it, from 0
     * @param count how many examples
     * @return a scalar tensor
     */
    Tensor loss(Operations<Tensor> on, long seed, long index, int count);
}
