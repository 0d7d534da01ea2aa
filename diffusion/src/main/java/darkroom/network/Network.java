package darkroom.network;

import java.util.List;
import java.util.function.Function;

/** A network that is told a noisy sample, a timestep and what the sample is asked to be. */
public interface Network extends Parametrised {

    /**
     * The forward pass.
     *
     * @param on who computes
     * @param x noisy samples, [B, C, H, W] or [B, D]
     * @param timesteps [B], fractions allowed
     * @param told what the samples are asked to be
     * @return the raw outputs, one for each sample
     */
    <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> told);

    /** The shape of a sample, without the batch. */
    long[] sampleShape();

    /**
     * What it is told of a single sample.
     *
     * @param given makes a value of its shape, without the batch
     */
    default <T> Conditioning<T> told(Function<List<Long>, T> given) {
        return Conditioning.ofLabels(given.apply(List.of()));
    }

    /** How many rows its class embedding has, one for each class and the last for no label; 0 when it is told none. */
    int classEmbeddings();

    /** Whether its outputs have twice the sample's channels: first what is predicted, then what is known of the variance. */
    default boolean learnsVariance() {
        return false;
    }
}
