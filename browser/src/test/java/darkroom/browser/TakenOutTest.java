package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Locator;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An element that is taken out of its page and put back shows what it showed, and works. */
class TakenOutTest {

    /** The page's elements that are in no other, by name. */
    private static final String ELEMENTS = """
            () => [...document.querySelectorAll('main *')]
              .filter(one => customElements.get(one.localName) && !one.parentElement.closest(':is(main *)[data-in]'))
              .map(one => (one.dataset.in = '', one.localName))""";

    /** Out for a frame, and back. */
    private static final String OUT_AND_BACK = """
            async one => {
              const place = document.createComment('');
              one.replaceWith(place);
              await new Promise(requestAnimationFrame);
              place.replaceWith(one);
            }""";

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::writeClassifier);

    private static Visit visit(String path) {
        Visit visit = site.visit(path, 1440);
        visit.page.waitForLoadState();
        visit.until("!document.querySelector('main :not(:defined)')");
        visit.page.evaluate(
                "() => document.querySelectorAll('main details:not(.menu)').forEach(one => (one.open = true))");
        stands(visit);
        return visit;
    }

    private static void stands(Visit visit) {
        visit.until("!document.querySelector('main [aria-busy=true]')");
        visit.untilAnswered();
    }

    /** What an element says, but for its numbers: some measure time, and some are drawn anew. */
    private static String words(Locator element) {
        return element.innerText().replaceAll("[\\d.,−+]+", "#").replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "drown",
                "forward",
                "schedules",
                "reverse",
                "journey",
                "playground",
                "takeaways",
                "next",
                "progress",
                "certificate",
                "verify"
            })
    void itShowsWhatItShowed(String path) {
        try (Visit visit = visit(path)) {
            visit.page.waitForTimeout(500);
            // The opening's picture says when it is developed, which must not come between the two looks.
            visit.until("document.querySelector('live-picture')?.said !== ''");
            List<?> names = (List<?>) visit.page.evaluate(ELEMENTS);
            assertFalse(names.isEmpty());
            for (Object name : names) {
                Locator element = visit.page.locator("main " + name).first();
                String before = words(element);
                element.evaluate(OUT_AND_BACK);
                stands(visit);
                visit.page.waitForTimeout(300);
                assertEquals(before, words(element), name.toString());
            }
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forward forward-lab",
                "schedules schedule-lab",
                "schedules drawn-schedule",
                "reverse microscope-lab",
                "reverse unet-lab",
                "reverse three-targets-lab",
                "next attention-lab",
                "playground play-lab"
            })
    void itsSliderWorks(String where) {
        String path = where.split(" ")[0], name = where.split(" ")[1];
        try (Visit visit = visit(path)) {
            Locator element = visit.page.locator(name);
            element.evaluate(OUT_AND_BACK);
            stands(visit);
            visit.page.waitForTimeout(300);
            element.evaluate("one => (one.before = one.innerText)");
            element.locator("input[type=range]").last().press("PageUp");
            visit.until("(one => one.innerText !== one.before)(document.querySelector('" + name + "'))");
            visit.assertQuiet();
        }
    }

    /** A guess whose run is cut off by that is open again, unless the engine was faster; either way it comes to be settled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "drown drown-lab",
                "forward half-question",
                "schedules drawn-schedule",
                "schedules groups-question",
                "schedules two-schedules-lab",
                "reverse jumps-lab",
                "reverse microscope-lab",
                "reverse damage-lab",
                "journey?step=noise noise-step",
                "journey?step=forward pairs-step",
                "journey?step=learning&updates=12 training-lab",
                "journey?step=reverse twice-step",
                "journey?step=sampling samples-step",
                "journey?step=guidance&many=16 guidance-step",
                "playground?idea=patterns patterns-idea",
                "playground?idea=twice twice-idea",
                "playground?lanes=ddim-2-0-1-learned*ddpm-2-0-1-learned race-lab"
            })
    void itCanBeGuessedThereAgain(String where) {
        String path = where.split(" ")[0], name = where.split(" ")[1];
        try (Visit visit = visit(path)) {
            Locator element = visit.page.locator(name);
            String stage = "document.querySelector('" + name + "').question.stage";
            lock(element);
            visit.until(stage + " === 'locked' || " + stage + " === 'settled'");
            element.evaluate(OUT_AND_BACK);
            visit.until(stage + " !== 'locked'");
            if ("asked".equals(visit.page.evaluate(stage))) {
                lock(element);
            }
            visit.until("document.querySelector('" + name + " .settled')");
            visit.assertQuiet();
        }
    }

    private static void lock(Locator element) {
        element.locator("fieldset:has-text('Your guess') input").first().check();
        element.locator("fieldset:has-text('Your guess') ~ .btn.go").click();
    }
}
