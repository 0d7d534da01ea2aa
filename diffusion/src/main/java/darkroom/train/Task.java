package darkroom.train;

import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.torch.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a trainer makes small. All that is random is drawn first; the loss depends on the weights and on what was drawn,
 * so a recorded training can be replayed, and another loss can be taken on the same draw.
 *
 * @param <D> what is drawn
 */
public interface Task<D> {

    /** What has the weights. */
    Parametrised network();

    /**
     * The weights before the first update, for the caller to close.
     *
     * @param seed of what is drawn
     */
    default Weights initial(long seed) {
        return Weights.initial(Parameters.of(network()), seed);
    }

    /**
     * Draws a batch: the same whenever it is asked for.
     *
     * @param seed which stream of batches
     * @param index the batch's place in it, from 0
     * @param count how many examples
     * @return what the loss is taken on; its tensors belong to the caller's scope
     */
    D draw(long seed, long index, int count);

    /**
     * What was drawn, in parts: the loss of the whole is the mean of the parts' losses by their weights.
     *
     * @param most how many parts at most
     * @return all of it as a single part, unless a task can divide it
     */
    default List<Share<D>> divided(D drawn, int most) {
        return List.of(new Share<>(drawn, 1));
    }

    /**
     * The loss of a batch; but for dropout in the network, nothing in it is random.
     *
     * @param on computes with the weights as they are
     * @return a scalar tensor
     */
    Tensor loss(Operations<Tensor> on, D drawn);
}
