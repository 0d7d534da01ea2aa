package darkroom.plan;

import darkroom.network.Conditioning;
import org.bytedeco.pytorch.Tensor;

/** What a network is told in an evaluation. */
record Asked(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {

    /** Some of the rows. */
    Asked rows(long from, long count) {
        return new Asked(
                x.narrow(0, from, count),
                timesteps.narrow(0, from, count),
                told.map(numbers -> numbers.narrow(0, from, count)));
    }
}
