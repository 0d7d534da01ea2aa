package darkroom.torch;

/** Sinusoids of the places in a picture (Dosovitskiy et al. 2021; Peebles and Xie 2023, section 3.2), in the reference's order. */
final class PlaceSinusoids {

    private static final double LONGEST = 10_000;

    private PlaceSinusoids() {}

    /**
     * For each place, row by row: sines and cosines of its column, then of its row.
     *
     * @param channels a multiple of 4
     * @param usual how many rows and columns are counted, whatever their number is
     */
    static float[] of(int rows, int columns, int channels, int usual) {
        float[] all = new float[rows * columns * channels];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                write(all, at, channels / 2, (double) column * usual / columns);
                write(all, at + channels / 2, channels / 2, (double) row * usual / rows);
                at += channels;
            }
        }
        return all;
    }

    private static void write(float[] all, int at, int channels, double place) {
        int half = channels / 2;
        for (int i = 0; i < half; i++) {
            double angle = place * Math.pow(LONGEST, -(double) i / half);
            all[at + i] = (float) Math.sin(angle);
            all[at + half + i] = (float) Math.cos(angle);
        }
    }
}
