package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.options.ColorScheme;
import darkroom.lesson.Lesson;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.review.Exercises;
import darkroom.lesson.text.Check;
import darkroom.lesson.web.Assets;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever asks to be shown arrives at the experiment: that which the address names, or the first of its page. */
class ShowMeTest {

    private static Lesson lesson;

    @BeforeAll
    static void start() {
        Chromium.browser();
        lesson = Lesson.start(LessonSettings.of(Path.of("../models")).at(LessonSettings.HOST, 0));
    }

    @AfterAll
    static void stop() {
        if (lesson != null) {
            lesson.close();
        }
    }

    /** Of all checks, and of each kind of exercise. */
    private static List<String> shown() {
        Stream<String> checks =
                Check.of("checks.md", Assets.text("/lesson/checks.md")).stream().map(Check::show);
        Stream<String> exercises = IntStream.rangeClosed(1, 7)
                .boxed()
                .flatMap(part -> IntStream.range(0, 12)
                        .mapToObj(seed ->
                                Exercises.of(part, new SplittableRandom(seed)).show()));
        Set<String> kinds = new HashSet<>();
        return Stream.concat(checks, exercises)
                .filter(one -> kinds.add(kind(one)))
                .toList();
    }

    /** An address without the values of its settings. */
    private static String kind(String address) {
        return address.replaceAll("=[^&#]*", "");
    }

    @ParameterizedTest
    @MethodSource("shown")
    void theExperimentIsOpenInViewAndKnowsTheSettings(String address) {
        URI uri = URI.create(address);
        try (Visit visit = new Visit(lesson.url(), address.substring(1), 1440, ColorScheme.DARK)) {
            String lab = uri.getFragment() == null
                    ? "[...document.querySelectorAll('main *')].find(one => one.localName.endsWith('-lab'))"
                    : "document.getElementById('" + uri.getFragment() + "')";
            visit.until(lab + "?.state?.now && " + lab + ".querySelector('section.lab')");
            visit.page.waitForTimeout(1500);
            assertTrue((Boolean) visit.page.evaluate(lab + ".checkVisibility()"), "it lies in a closed fold");
            double top = ((Number) visit.page.evaluate(lab + ".getBoundingClientRect().top")).doubleValue();
            assertTrue(top > -10 && top < 450, "its top is at " + top + " of 900");
            Object kept = visit.page.evaluate("Object.keys(" + lab + ".state.now)");
            for (String setting : settings(uri)) {
                assertTrue(((List<?>) kept).contains(setting), setting + " is none of " + kept);
            }
            visit.assertQuiet();
        }
    }

    private static List<String> settings(URI uri) {
        return Stream.of(Objects.requireNonNullElse(uri.getQuery(), "").split("&"))
                .filter(one -> !one.isEmpty())
                .map(one -> Arrays.asList(one.split("=")).get(0))
                .toList();
    }
}
