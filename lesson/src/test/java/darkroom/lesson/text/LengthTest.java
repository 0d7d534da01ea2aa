package darkroom.lesson.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much there is to read beside the labs. */
class LengthTest {

    /** At most so many words of core text a part. */
    private static final int MOST = 450;

    /** What is folded away, programs, formulas on lines of their own, tables, elements, and where links lead. */
    private static final Pattern BESIDES = Pattern.compile(
            "(?s)\\A---.*?\\n---\\n|<details.*?</details>|```.*?```|\\$\\$.*?\\$\\$|<[^>]*>|\\]\\([^)]*\\)|(?m:^\\|.*$)");

    private static final Pattern FORMULA = Pattern.compile("\\$[^$]*\\$");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z'’-]*");

    private static Stream<String> parts() {
        return Pages.files().stream().filter(file -> file.startsWith("parts/"));
    }

    /** A formula in a sentence is read as a word. */
    static long words(String markdown) {
        String text = FORMULA.matcher(BESIDES.matcher(markdown).replaceAll("")).replaceAll("x");
        return WORD.matcher(text).results().count();
    }

    @ParameterizedTest
    @MethodSource("parts")
    void aPartIsShort(String file) throws Exception {
        long words = words(LessonText.SHIPPED.read(file));
        assertTrue(words > 100 && words <= MOST, () -> file + " has " + words + " words of core text");
    }
}
