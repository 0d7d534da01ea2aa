package darkroom.network;

/** A piece of a U-Net that is told the time. */
interface Unit extends Parametrised {

    /**
     * The piece's output.
     *
     * @param x a picture [B, C, H, W]
     * @param activeTime the time embedding behind its SiLU, [B, E], which all pieces share
     */
    <T> T forward(Operations<T> on, T x, T activeTime);
}
