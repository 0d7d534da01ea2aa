package darkroom.lesson;

import java.util.Arrays;

/** How measured values spread, and how far their mean can be trusted. */
final class Spread {

    private Spread() {}

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The standard deviation of at least two values, as estimated from them. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double squares =
                Arrays.stream(values).map(one -> (one - mean) * (one - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    /** The standard error of their mean. */
    static double standardError(double[] values) {
        return deviation(values) / Math.sqrt(values.length);
    }
}
