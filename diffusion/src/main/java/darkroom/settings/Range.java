package darkroom.settings;

import java.math.BigDecimal;

/**
 * An interval of numbers.
 *
 * @param least its lower end, or minus infinity
 * @param withLeast whether the lower end belongs to it
 * @param most its upper end, or infinity
 * @param withMost whether the upper end belongs to it
 */
record Range(double least, boolean withLeast, double most, boolean withMost) {

    /** All finite numbers. */
    static final Range ANY = new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

    /** The interval of a text such as {@code [0, 1)} or {@code (0, inf)}; all numbers for an empty one. */
    static Range of(String text) {
        if (text.isEmpty()) {
            return ANY;
        }
        String[] ends = text.substring(1, text.length() - 1).split(",");
        return new Range(end(ends[0].strip()), text.startsWith("["), end(ends[1].strip()), text.endsWith("]"));
    }

    private static double end(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    boolean holds(double value) {
        return (withLeast ? value >= least : value > least) && (withMost ? value <= most : value < most);
    }

    /** What a number of the interval is, in words; empty for any number. */
    String words() {
        if (withLeast && withMost && !Double.isInfinite(most)) {
            return "from " + number(least) + " to " + number(most);
        }
        String lower = Double.isInfinite(least) ? "" : (withLeast ? "at least " : "more than ") + number(least);
        String upper = Double.isInfinite(most) ? "" : (withMost ? "at most " : "less than ") + number(most);
        return lower + (lower.isEmpty() || upper.isEmpty() ? "" : " and ") + upper;
    }

    private static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
