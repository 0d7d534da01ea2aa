package darkroom.torch;

import darkroom.network.Outline;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What looks on while a network is evaluated, and may put something else in the place of what it sees.
 *
 * <p>Tensors that it is shown belong to the pass: whoever wants to keep one copies it. Parts have the names of diffusers'
 * modules; {@link Outline} lists those of a network.
 */
public interface Watcher {

    /**
     * A part's result.
     *
     * @param name the part's name
     * @param result [B, C, H, W] of a picture, [B, C] of an embedding
     * @return the value to go on with: the result, or another of its shape
     */
    default Tensor part(String name, Tensor result) {
        return result;
    }

    /**
     * What a skip brings.
     *
     * @param into the part that takes it in
     * @param brought [B, C, H, W]
     * @return the value to go on with: what was brought, or another of its shape
     */
    default Tensor skip(String into, Tensor brought) {
        return brought;
    }

    /**
     * Where a part's attention looks.
     *
     * @param name the part's name
     * @param weights [B, heads, N, M]: how much each of N tokens, by row, takes from each of M, by column; a row sums to 1. The M are the
     *     N themselves, or those of a text
     */
    default void attention(String name, Tensor weights) {}

    /** Cuts a skip: in its place come zeros. */
    static Watcher cutting(String cut) {
        return new Watcher() {
            @Override
            public Tensor skip(String into, Tensor brought) {
                return into.equals(cut) ? torch.zeros_like(brought) : brought;
            }
        };
    }
}
