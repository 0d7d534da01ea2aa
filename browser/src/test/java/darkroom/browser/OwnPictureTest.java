package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import darkroom.lesson.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A picture of the reader's own is met again in later parts, in this browser alone, and forgotten when they say so. */
class OwnPictureTest {

    /** How many of a canvas's pixels are white, read from a copy: Chromium complains where the canvas itself is read often. */
    private static final String WHITE = "(shown => { const copy = new OffscreenCanvas(32, 32).getContext('2d',"
            + " { willReadFrequently: true }); copy.drawImage(shown, 0, 0); return copy.getImageData(0, 0, 32, 32).data"
            + ".filter((grey, i) => i %% 4 === 0 && grey > 180).length; })(document.querySelector('%s'))";

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel);

    @Test
    void itIsMetAgainAndForgotten() {
        try (Visit visit = site.visit("drown?pattern=own", 1440)) {
            visit.page.locator("own-picture draw-pad canvas").focus();
            for (int i = 0; i < 5; i++) {
                visit.page.keyboard().press("Space");
                visit.page.keyboard().press("ArrowRight");
                visit.page.keyboard().press("ArrowRight");
            }
            shows(visit, "#clean");
            visit.page.reload();
            shows(visit, "#clean");
            shows(visit, "own-picture canvas");
            go(visit, "forward?pattern=own");
            shows(visit, "forward-lab #clean");
            go(visit, "reverse?of=drawn&by=exact#microscope");
            shows(visit, "[data-name=target]");
            go(visit, "playground?pattern=drawn&maker=oracle");
            shows(visit, "play-lab draw-pad canvas");
            go(visit, "takeaways");
            shows(visit, "own-story canvas");
            go(visit, "drown?pattern=own");
            visit.page.getByText("Forget it").click();
            visit.until(String.format(WHITE, "#clean") + " === 0");
            go(visit, "takeaways");
            visit.until("document.querySelector('own-story p')");
            assertEquals(0, visit.page.locator("own-story canvas").count());
            visit.assertQuiet();
        }
    }

    @Test
    void nothingIsAskedAboutAnEmptyPicture() {
        try (Visit visit = site.visit("drown?pattern=own", 1440)) {
            visit.until("document.querySelector('drown-lab .ask .hint')");
            visit.page.locator("drown-lab .ask input").first().check();
            visit.page.getByText("Lock in my guess").click();
            assertEquals(1, visit.page.getByText("Lock in my guess").count(), "the question is still open");
            visit.page.locator("own-picture draw-pad canvas").focus();
            visit.page.keyboard().press("Space");
            visit.until("!document.querySelector('drown-lab .ask .hint')");
            visit.assertQuiet();
        }
    }

    /** The answer to the first stroke comes after that to the last one. */
    @Test
    void aLateAnswerDoesNotBringAnEarlierStateBack() {
        try (Visit visit = site.visit("drown?pattern=own", 1440)) {
            visit.page.locator("own-picture draw-pad canvas").focus();
            List<Route> held = new ArrayList<>();
            visit.page.route(Pattern.compile(".*/api/return\\?.*"), route -> {
                if (held.isEmpty()) {
                    held.add(route);
                } else {
                    route.resume();
                }
            });
            for (int i = 0; i < 5; i++) {
                visit.page.keyboard().press("Space");
                visit.page.keyboard().press("ArrowRight");
                visit.page.keyboard().press("ArrowRight");
            }
            shows(visit, "#clean");
            try {
                held.get(0).resume();
            } catch (PlaywrightException e) {
                // The page has given that request up.
            }
            visit.page.waitForTimeout(1500);
            shows(visit, "#clean");
        }
    }

    private static void go(Visit visit, String path) {
        visit.page.navigate(site.url() + path);
    }

    /** Five squares of four pixels were drawn. */
    private static void shows(Visit visit, String canvas) {
        visit.until("document.querySelector('" + canvas + "')?.width >= 32");
        visit.until(String.format(WHITE, canvas) + " === 20");
    }
}
