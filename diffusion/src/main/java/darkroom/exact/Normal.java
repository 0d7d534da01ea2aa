package darkroom.exact;

/** The standard normal distribution N(0, 1) in the line. */
public final class Normal {

    /** Beyond this less than 1e-14 is left. */
    private static final double FAR = 8;

    private Normal() {}

    /** The probability of a value below x, by the series of Marsaglia (2004, "Evaluating the normal distribution"). */
    public static double below(double x) {
        if (Math.abs(x) > FAR) {
            return x < 0 ? 0 : 1;
        }
        double sum = x, term = x, before = 0;
        for (int i = 3; sum != before; i += 2) {
            before = sum;
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The probability of a value between two. */
    public static double between(double from, double to) {
        return below(to) - below(from);
    }
}
