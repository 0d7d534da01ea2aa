package darkroom.network;

/** A network that is told a noisy sample, a timestep and a label. */
public interface Network extends Parametrised {

    /**
     * The forward pass.
     *
     * @param on who computes
     * @param x noisy samples, [B, C, H, W] or [B, D]
     * @param timesteps [B], fractions allowed
     * @param labels [B], each in [0, {@link #classes()}); not looked at by a network without classes
     * @return the raw outputs, one for each sample
     */
    <T> T forward(Operations<T> on, T x, T timesteps, T labels);

    /** The shape of a sample, without the batch. */
    long[] sampleShape();

    /** How many labels the network tells apart, the null label with them; 0 when it is told none. */
    int classes();
}
