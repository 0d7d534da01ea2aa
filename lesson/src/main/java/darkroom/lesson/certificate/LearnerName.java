package darkroom.lesson.certificate;

import java.text.Normalizer;
import java.util.Locale;

/** The rules for the name on a certificate: any script, nothing that hides or reorders what stands beside it. */
final class LearnerName {

    /** Code points that a name may have. */
    static final int LONGEST = 64;

    private static final int MOST_MARKS = 4;
    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;
    private static final String BLANK_LETTERS = "\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private LearnerName() {}

    /**
     * A name as it goes on a certificate: in the normal form NFC, each run of spaces one space, none at the ends.
     *
     * @throws IllegalArgumentException when nothing of it can be seen, when it is too long, or when it holds what a name
     *     may not
     */
    static String typed(String text) {
        if (text.length() > 16 * LONGEST) {
            throw tooLong();
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            checkTyped(text.codePointAt(i));
        }
        String name = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("\\p{Zs}+", " ")
                .strip();
        check(name);
        return name;
    }

    /**
     * Refuses a name that no certificate carries.
     *
     * @throws IllegalArgumentException saying why
     */
    static void check(String name) {
        if (name.codePoints().noneMatch(LearnerName::shows)) {
            throw new IllegalArgumentException("A certificate needs a name: type yours.");
        }
        if (name.codePointCount(0, name.length()) > LONGEST) {
            throw tooLong();
        }
        int marks = 0;
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int point = name.codePointAt(i);
            if (hides(point)) {
                throw refused(point, "does not show, or changes the order of what stands beside it");
            }
            marks = isMark(point) ? marks + 1 : 0;
            if (marks > MOST_MARKS) {
                throw new IllegalArgumentException(
                        "A name may put at most " + MOST_MARKS + " marks on one letter; this one has more.");
            }
        }
    }

    private static void checkTyped(int point) {
        int type = Character.getType(point);
        if (type == Character.PRIVATE_USE || type == Character.UNASSIGNED) {
            throw refused(point, "has no meaning that all computers share");
        }
    }

    /** Controls, half characters, line ends, bidirectional and other invisible formats; joiners belong to scripts. */
    private static boolean hides(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> point != JOINER && point != NON_JOINER;
            default -> BLANK_LETTERS.indexOf(point) >= 0;
        };
    }

    private static boolean shows(int point) {
        return !hides(point)
                && !isMark(point)
                && Character.getType(point) != Character.SPACE_SEPARATOR
                && point != JOINER
                && point != NON_JOINER;
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("A name has at most " + LONGEST + " characters; this one has more.");
    }

    private static IllegalArgumentException refused(int point, String why) {
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "The name holds the character U+%04X, which %s: leave it out.", point, why));
    }
}
