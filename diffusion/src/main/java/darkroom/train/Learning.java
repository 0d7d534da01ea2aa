package darkroom.train;

import darkroom.network.Operations;
import darkroom.network.Parametrised;
import darkroom.torch.Weights;
import org.bytedeco.pytorch.Tensor;

/** What of a network that is there already learns. */
public interface Learning {

    /** What has the weights that learn. */
    Parametrised network();

    /**
     * The weights that it begins with, for the caller to close.
     *
     * @param seed of what is drawn
     */
    Weights initial(long seed);

    /**
     * What the whole network computes with.
     *
     * @param learning computes with the weights that learn
     */
    Operations<Tensor> operations(Operations<Tensor> learning);

    /**
     * All of its weights.
     *
     * @param start their values, the caller's
     */
    static Learning all(Parametrised network, Weights start) {
        return new Learning() {
            @Override
            public Parametrised network() {
                return network;
            }

            @Override
            public Weights initial(long seed) {
                return start.converted(start.type());
            }

            @Override
            public Operations<Tensor> operations(Operations<Tensor> learning) {
                return learning;
            }
        };
    }
}
