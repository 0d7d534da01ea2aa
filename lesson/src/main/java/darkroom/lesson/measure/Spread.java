package darkroom.lesson.measure;

import java.util.Arrays;

/** How measured values spread, and how far their mean can be trusted. */
public final class Spread {

    /** A difference of less than so many of its standard errors is not told from none. */
    public static final double SURE = 2;

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

    /** How far from none chance can bring the mean of differences that were measured pair by pair. */
    public static double chance(double[] differences) {
        return SURE * standardError(differences);
    }

    /**
     * The standard error of a statistic, by leaving out each thing that was measured in turn (the jackknife, Tukey 1958).
     *
     * @param without the statistic without the first, without the second, and so on
     */
    public static double jackknife(double[] without) {
        double count = without.length;
        return deviation(without) * (count - 1) / Math.sqrt(count);
    }
}
