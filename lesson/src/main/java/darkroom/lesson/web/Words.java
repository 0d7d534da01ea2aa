package darkroom.lesson.web;

import java.util.Locale;

/** Names and numbers as the lesson writes them. */
public final class Words {

    private static final String MINUS = "\u2212";
    private static final int MOST_DIGITS = 6;

    private Words() {}

    /** A kind of picture: ankle boot; stripes, diagonal. */
    public static String kind(String kind) {
        return kind.startsWith("stripes-") ? kind.replace("-", ", ") : kind.replace('-', ' ');
    }

    /** A number with so many digits behind the point, with a true minus. */
    public static String fixed(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", Math.abs(value));
        return value < 0 && Double.parseDouble(text) != 0 ? MINUS + text : text;
    }

    /** With how many digits behind the point, at least so many, two numbers are written differently. */
    public static int digits(double one, double other, int least) {
        int digits = least;
        while (one != other && digits < MOST_DIGITS && fixed(one, digits).equals(fixed(other, digits))) {
            digits++;
        }
        return digits;
    }

    /** A number without a needless point: 2, 0.5. */
    public static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** A share in percent. */
    public static String percent(double share, int digits) {
        return fixed(100 * share, digits) + "%";
    }
}
