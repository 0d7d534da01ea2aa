package darkroom.network;

/** A piece of a U-Net that is told the time. */
interface Unit extends Parametrised {

    /**
     * The piece's output.
     *
     * @param x a picture [B, C, H, W]
     * @param told what all pieces are told
     */
    <T> T forward(Operations<T> on, T x, Told<T> told);
}
