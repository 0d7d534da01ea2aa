package darkroom.train;

import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.torch.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A task that goes on from weights which are there already.
 *
 * @param task what is made small
 * @param start all of its network's weights by name, which stay as they are
 */
public record ContinuedTask<D>(Task<D> task, Map<String, Tensor> start) implements Task<D> {

    @Override
    public Parametrised network() {
        return task.network();
    }

    @Override
    public Weights initial(long seed) {
        return Weights.copyOf(Parameters.of(network()), start);
    }

    @Override
    public D draw(long seed, long index, int count) {
        return task.draw(seed, index, count);
    }

    @Override
    public List<Share<D>> divided(D drawn, int most) {
        return task.divided(drawn, most);
    }

    @Override
    public Tensor loss(Operations<Tensor> on, D drawn) {
        return task.loss(on, drawn);
    }
}
