package darkroom.lesson.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import darkroom.exact.Normal;
import darkroom.lesson.web.Json;

/** How values are spread over equal bins from -3.5 to 3.5; what lies outside counts in the outermost. */
public final class Histogram {

    public static final int BINS = 28;

    private static final double REACH = 3.5;

    private Histogram() {}

    /** The middle of a bin. */
    public static double middle(int bin) {
        return middle(bin, BINS);
    }

    /** The middle of one of so many bins. */
    public static double middle(int bin, int bins) {
        return REACH * ((2 * bin + 1.0) / bins - 1);
    }

    /** Each bin's share of N(0, 1), in percent. */
    public static ArrayNode normal() {
        ArrayNode shares = Json.object().putArray("shares");
        double half = REACH / BINS;
        for (int bin = 0; bin < BINS; bin++) {
            double from = bin == 0 ? Double.NEGATIVE_INFINITY : middle(bin) - half;
            double to = bin == BINS - 1 ? Double.POSITIVE_INFINITY : middle(bin) + half;
            shares.add(100 * Normal.between(from, to));
        }
        return shares;
    }

    /** Each bin's share of the values, in percent. */
    public static ArrayNode shares(float[] values) {
        return shares(values, BINS);
    }

    /** The share of the values in each of so many bins, in percent. */
    public static ArrayNode shares(float[] values, int bins) {
        int[] counts = new int[bins];
        for (float value : values) {
            int bin = (int) Math.floor((value / REACH + 1) / 2 * bins);
            counts[Math.max(0, Math.min(bins - 1, bin))]++;
        }
        ArrayNode shares = Json.object().putArray("shares");
        for (int count : counts) {
            shares.add(100.0 * count / values.length);
        }
        return shares;
    }
}
