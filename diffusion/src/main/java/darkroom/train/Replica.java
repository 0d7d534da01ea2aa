package darkroom.train;

import darkroom.torch.Scope;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The weights under training as one thread computes with them: the same numbers for all threads, and a gradient of its own, which a
 * backward pass adds to.
 */
final class Replica implements AutoCloseable {

    private final Weights leaves;
    private final TorchOperations operations;
    private final Tensor gradient;

    /**
     * With a gradient of zero.
     *
     * @param leaves its own views of the weights, which become leaves of the gradient and are closed with it
     */
    Replica(Weights leaves) {
        this.leaves = leaves;
        operations = new TorchOperations(leaves);
        gradient = Scope.own(() -> torch.zeros_like(leaves.flat()), Stream::of);
        Scope.run(() -> {
            long offset = 0;
            for (Tensor weight : leaves.byName().values()) {
                weight.set_requires_grad(true);
                weight.mutable_grad()
                        .put(gradient.narrow(0, offset, weight.numel()).view_as(weight));
                offset += weight.numel();
            }
        });
    }

    /** What computes with the weights. */
    TorchOperations operations() {
        return operations;
    }

    /** The gradient, [N], in the order of the weights. */
    Tensor gradient() {
        return gradient;
    }

    @Override
    public void close() {
        operations.close();
        leaves.close();
        gradient.close();
    }
}
