package darkroom.sample;

import org.bytedeco.pytorch.Tensor;

/** A stream of standard normal numbers: first the noise that a run starts from, then each step's, in order. */
@FunctionalInterface
public interface Noise extends AutoCloseable {

    /**
     * The next numbers of the stream.
     *
     * @param shape of the tensor; its first entry is the batch
     * @return a new float32 tensor
     */
    Tensor next(long... shape);

    /** Frees what the stream holds; the run that draws from it does so. */
    @Override
    default void close() {}
}
