package darkroom.data;

/** How the pixels of a grey picture go with those right of them and below them. */
public final class Neighbours {

    private Neighbours() {}

    /**
     * The correlation of neighbouring pixels (Pearson's), over all pairs: 0 in the mean for independent pixels, near 1 for a
     * smooth picture; not a number for a picture of one grey.
     *
     * @param pixels row by row
     * @param width how many make a row, at least 2
     */
    public static double correlation(float[] pixels, int width) {
        double[] sums = new double[5];
        int pairs = pairs(pixels, width, (one, other) -> {
            sums[0] += one;
            sums[1] += other;
            sums[2] += one * one;
            sums[3] += other * other;
            sums[4] += one * other;
        });
        double first = sums[2] - sums[0] * sums[0] / pairs, second = sums[3] - sums[1] * sums[1] / pairs;
        return (sums[4] - sums[0] * sums[1] / pairs) / Math.sqrt(first * second);
    }

    /** Of all pixels above 0, how many of their neighbours right and below are above 0 as well: one half for noise around 0. */
    public static double lightToo(float[] pixels, int width) {
        int[] counts = new int[2];
        pairs(pixels, width, (one, other) -> {
            if (one > 0) {
                counts[0]++;
                counts[1] += other > 0 ? 1 : 0;
            }
        });
        return (double) counts[1] / counts[0];
    }

    private interface Pair {
        void of(double one, double other);
    }

    private static int pairs(float[] pixels, int width, Pair pair) {
        if (width < 2 || pixels.length % width != 0) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels are not rows of " + width + ", or a row has no neighbours.");
        }
        int count = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (i % width < width - 1) {
                pair.of(pixels[i], pixels[i + 1]);
                count++;
            }
            if (i + width < pixels.length) {
                pair.of(pixels[i], pixels[i + width]);
                count++;
            }
        }
        return count;
    }
}
