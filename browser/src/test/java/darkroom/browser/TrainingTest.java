package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A network that learns in the reader's sight, by mouse and by keys. */
class TrainingTest {

    private static final String LAB = "document.querySelector('training-lab')";

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel);

    /** The lab alone in the frame of a page, so that what is tried is the lab. */
    private static Visit visit(String query, int width, ColorScheme theme) {
        Visit visit = site.visit("journey" + query, width, theme);
        visit.page.evaluate(
                "() => { document.querySelector('.body').replaceChildren("
                        + "document.createElement('training-lab')); return import('/page/journey/training-lab.js').then(() => 1); }");
        visit.until(LAB + ".querySelector('.plot.losses canvas')");
        return visit;
    }

    /** A reload has the same network learn again, and shows what was guessed and found. */
    @Test
    void aGuessStaysOverAReload() {
        try (Visit visit = site.visit("journey?step=learning&updates=12", 1440)) {
            visit.until("document.querySelector('training-lab .ask input')");
            visit.page.locator("training-lab .ask input").first().check();
            visit.page.getByText("Lock in and train").click();
            visit.until("document.querySelector('training-lab .settled .found')");
            visit.until(LAB + ".course === 'done'");
            String told = visit.page.locator("training-lab .ask").innerText();
            visit.page.reload();
            visit.until("document.querySelector('training-lab')?.course === 'done'");
            assertEquals(told, visit.page.locator("training-lab .ask").innerText());
            visit.assertQuiet();
        }
    }

    /** What falls along a line is smoothed to the line itself, however near its ends; an average over the past would lie above. */
    @Test
    void theSmoothedLossDoesNotLag() {
        try (Visit visit = visit("", 1440, ColorScheme.LIGHT)) {
            assertEquals(0.0, ((Number) visit.page.evaluate("""
                            () => import('/page/draw/chart.js').then(({ smoothed }) => {
                              const falling = Array.from({ length: 50 }, (_, i) => 1 - i / 50);
                              return Math.max(...smoothed(falling).map((value, i) => Math.abs(value - falling[i])));
                            })
                            """)).doubleValue(), 1e-12);
        }
    }

    @Test
    void itTrainsByMousePausesGoesOnAndTakesAnotherRate() {
        try (Visit visit = visit("?updates=40", 1440, ColorScheme.DARK)) {
            assertEquals(0, visit.page.locator("training-lab .row canvas").count());
            visit.page.getByText("Lock in and train").click();
            visit.until(LAB + ".textContent.includes('Choose one of the answers')");
            visit.page.getByText("In the middle, picture and noise alike").click();
            visit.page.getByText("Lock in and train").click();
            visit.until(LAB + ".training?.update > 0");
            visit.page
                    .getByText("Pause", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until(LAB + ".course === 'paused'");
            visit.page.waitForTimeout(400);
            int at = ((Number) visit.page.evaluate(LAB + ".training.update")).intValue();
            assertTrue(at < 40, "paused after " + at);
            visit.page.locator("training-lab select.rate").selectOption("0.001");
            visit.until(LAB + ".textContent.includes('from the next update on')");
            visit.page.waitForTimeout(300);
            assertEquals(at, ((Number) visit.page.evaluate(LAB + ".training.update")).intValue());
            visit.page.getByText("Go on").click();
            visit.until(LAB + ".course === 'done'");
            assertEquals(3, visit.page.locator("training-lab .row canvas").count());
            String text = visit.page.locator("training-lab").textContent();
            assertTrue(text.contains("learned, 40 iterations, seed 1"), text);
            assertTrue(text.contains("Learning rate changed: to 0.001 after update " + at), text);
            visit.until("location.search.includes('changes=" + at + "%3A0.001')");
            visit.until(LAB + ".querySelector('.settled .found')");
            visit.page.evaluate(LAB + ".querySelector('.stage').scrollIntoView()");
            for (String one : List.of(".latest canvas", ".found", ".onward .btn")) {
                assertTrue(
                        (Boolean) visit.page.evaluate("(box => box.top >= 0 && box.bottom <= innerHeight)(" + LAB
                                + ".querySelector('" + one + "').getBoundingClientRect())"),
                        one);
            }
            String name = visit.page
                    .waitForDownload(() -> {
                        visit.page.locator("training-lab .menu summary").click();
                        visit.page
                                .getByText("Save numbers (CSV)", new Page.GetByTextOptions().setExact(true))
                                .click();
                    })
                    .suggestedFilename();
            assertEquals("darkroom-training.csv", name);
            visit.assertQuiet();
        }
    }

    @Test
    void aLinkRestoresItByKeysOnAPhoneAndAnyoneCanUseIt() {
        try (Visit visit = visit("?updates=12&trainingSeed=7&changes=6:0.002", 390, ColorScheme.LIGHT)) {
            visit.page.locator("training-lab .ask input").first().focus();
            visit.page.keyboard().press("Space");
            visit.page.keyboard().press("ArrowDown");
            visit.page.getByText("Lock in and train").focus();
            visit.page.keyboard().press("Enter");
            visit.until(LAB + ".course === 'done'");
            String first = visit.pixels("training-lab .row canvas >> nth=-1");
            String text = visit.page.locator("training-lab").textContent();
            assertTrue(text.contains("to 0.002 after update 6"), text);
            visit.page.getByText("Train again").focus();
            visit.page.keyboard().press("Enter");
            visit.until(LAB + ".course === 'training'");
            visit.until(LAB + ".course === 'done'");
            assertEquals(first, visit.pixels("training-lab .row canvas >> nth=-1"));
            visit.page.locator("training-lab .words summary").click();
            assertEquals(List.of(), visit.barriers("training-lab"));
            visit.assertQuiet();
        }
    }
}
