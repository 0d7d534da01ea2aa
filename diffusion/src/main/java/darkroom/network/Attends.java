package darkroom.network;

/** Attention over a picture's pixels, to each other or to a text's tokens too. */
interface Attends extends Parametrised {

    /** A picture of the same shape, [B, C, H, W]. */
    <T> T forward(Operations<T> on, T picture, Told<T> told);
}
