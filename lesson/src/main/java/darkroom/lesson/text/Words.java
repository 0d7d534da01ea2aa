package darkroom.lesson.text;

import java.util.Locale;

/** Names and numbers as the lesson writes them. */
public final class Words {

    private static final String MINUS = "\u2212";

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

    /** A number without a needless point: 2, 0.5. */
    public static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** A share in percent. */
    public static String percent(double share, int digits) {
        return fixed(100 * share, digits) + "%";
    }
}
