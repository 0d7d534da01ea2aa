package darkroom.plan;

import darkroom.network.Conditioning;
import org.bytedeco.pytorch.Tensor;

/** What a network is told in an evaluation. */
record Asked(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {}
