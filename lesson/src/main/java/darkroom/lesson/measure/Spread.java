package darkroom.lesson.measure;

import java.util.Arrays;

/** How measured values spread, and how far their mean can be trusted. */
public final class Spread {

    private Spread() {}

    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The standard deviation of at least two values, as estimated from them. */
    public static double deviation(double[] values) {
        double mean = mean(values);
        double squares =
                Arrays.stream(values).map(one -> (one - mean) * (one - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /** The standard error of their mean. */
    public static double standardError(double[] values) {
        return deviation(values) / Math.sqrt(values.length);
    }
}
