package darkroom.data;

/**
 * The two nearest to a sample of the examples that it is held against one by one, and whether it copies the nearest: whether that is less
 * than a third as far as the other (Yoon, Choi, Kwon and Ryu 2023). A fresh example of d-dimensional data does so about once in 3^d times.
 */
public final class NearestTwo {

    /** How many times as far as the nearest the other is from a copy. */
    private static final double TIMES = 3;

    /** Whether an example is too far is asked after so many values. */
    private static final int STRETCH = 16;

    private final float[] sample;
    private float[] nearest = {};
    private float[] second = {};
    private double toNearest = Double.POSITIVE_INFINITY;
    private double toSecond = Double.POSITIVE_INFINITY;

    /** @param sample at least one value, which are not copied */
    public NearestTwo(float[] sample) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("A sample has at least one value.");
        }
        this.sample = sample;
    }

    /** Holds the sample against one of the examples of a batch, whose values are as many. */
    public void against(Batch batch, int place) {
        float[] values = batch.values();
        int from = place * sample.length;
        double squares = 0;
        for (int i = 0; i < sample.length && squares < toSecond; ) {
            double stretch = 0;
            for (int end = Math.min(sample.length, i + STRETCH); i < end; i++) {
                double off = sample[i] - values[from + i];
                stretch += off * off;
            }
            squares += stretch;
        }
        if (squares < toNearest) {
            second = nearest;
            toSecond = toNearest;
            nearest = Examples.at(batch, place);
            toNearest = squares;
        } else if (squares < toSecond) {
            second = Examples.at(batch, place);
            toSecond = squares;
        }
    }

    /** The sample. */
    public float[] sample() {
        return sample;
    }

    /** The nearest example; empty before there was one. */
    public float[] nearest() {
        return nearest;
    }

    /** The second nearest example; empty before there were two. */
    public float[] second() {
        return second;
    }

    /** The root mean square distance of the nearest; infinite before there was one. */
    public double toNearest() {
        return Math.sqrt(toNearest / sample.length);
    }

    /** The root mean square distance of the second nearest; infinite before there were two. */
    public double toSecond() {
        return Math.sqrt(toSecond / sample.length);
    }

    /** Whether the sample is a copy of the nearest. Where two examples are alike it is nearly as far from both, and no copy. */
    public boolean copy() {
        return TIMES * toNearest() < toSecond();
    }
}
