package darkroom.torch;

import darkroom.network.DecoratedOperations;
import darkroom.network.Operations;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Adds what is done in training only: dropout, from libtorch's own generator. */
public final class TrainingOperations extends DecoratedOperations<Tensor> {

    /** Operations for training around those for evaluation. */
    public TrainingOperations(Operations<Tensor> inner) {
        super(inner);
    }

    @Override
    public Tensor dropout(Tensor x, double probability) {
        return probability == 0 ? x : torch.dropout(x, probability, true);
    }
}
