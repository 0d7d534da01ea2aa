package darkroom.torch;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network that is computed at once.
 *
 * @param network what is computed
 * @param on its operations
 * @param type the type that they compute in, that of the weights
 */
public record TorchEvaluator(Network network, Operations<Tensor> on, torch.ScalarType type) implements Evaluator {

    @Override
    public Tensor evaluate(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {
        Conditioning<Tensor> typed = told.withEmbeddings(embedding -> embedding.to(type));
        return network.forward(on, x.to(type), timesteps, typed).to(x.scalar_type());
    }
}
