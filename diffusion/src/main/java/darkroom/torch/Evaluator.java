package darkroom.torch;

import darkroom.network.Conditioning;
import org.bytedeco.pytorch.Tensor;

/** Who computes a network: libtorch, one operation after the other, or a plan that was recorded once. */
@FunctionalInterface
public interface Evaluator {

    /**
     * A network's raw outputs.
     *
     * @param x what the network sees, [B, ...], of any floating type
     * @param timesteps [B], float32
     * @param told what the samples are asked to be
     * @return outputs [B, ...] in the type of {@code x}
     */
    Tensor evaluate(Tensor x, Tensor timesteps, Conditioning<Tensor> told);
}
