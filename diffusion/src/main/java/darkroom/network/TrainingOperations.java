package darkroom.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** As {@link TorchOperations}, with what is done in training only: dropout, from libtorch's own generator. */
public final class TrainingOperations extends TorchOperations {

    /** Operations with given weights, for training. */
    public TrainingOperations(Weights weights) {
        super(weights);
    }

    @Override
    public Tensor dropout(Tensor x, double probability) {
        return probability == 0 ? x : torch.dropout(x, probability, true);
    }
}
