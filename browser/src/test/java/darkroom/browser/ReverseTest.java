package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Part 4 by mouse and by keys. */
class ReverseTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel);

    private static Visit visit(String path, int width) {
        Visit visit = site.visit(path, width);
        visit.until("document.querySelector('microscope-lab .terms') && document.querySelector('jumps-lab .ask')");
        return visit;
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void nothingIsShownBeforeAGuessAndTheEngineSettlesIt(int width) {
        try (Visit visit = visit("reverse?maker=exact", width)) {
            assertEquals(0, visit.page.locator("jumps-lab .findings").count());
            visit.until("document.querySelector('[data-steps=\"80\"]:not(.blank)')");
            assertEquals(2, visit.page.locator("jumps-lab .veil").count());
            String dark = visit.pixels("[data-steps='1']");
            visit.page.locator("jumps-lab").getByText("Lock in my guess").click();
            visit.until("document.querySelector('jumps-lab').textContent.includes('Choose one of the answers')");
            assertEquals(dark, visit.pixels("[data-steps='1']"));
            visit.page.locator("jumps-lab .ask input").first().focus();
            visit.page.keyboard().press("Space");
            visit.page.keyboard().press("ArrowUp");
            visit.until("document.querySelector('jumps-lab .ask input[value=\"3\"]').checked");
            visit.page.locator("jumps-lab").getByText("Lock in my guess").focus();
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('jumps-lab .settled')");
            assertTrue(visit.page.locator("jumps-lab .ask").textContent().contains("Your guess holds."));
            assertTrue(visit.page
                    .locator("jumps-lab .findings .right")
                    .textContent()
                    .contains("the mean of all"));
            assertTrue(visit.page
                    .locator("jumps-lab .findings .right")
                    .textContent()
                    .contains("0.00"));
            assertTrue(visit.page
                    .locator("jumps-lab .findings .right")
                    .textContent()
                    .contains("you"));
            visit.until("!document.querySelector('[data-developing]')");
            assertNotEquals(visit.pixels("[data-steps='80']"), visit.pixels("[data-steps='1']"));
            visit.page.locator("jumps-lab .seg button").first().click();
            visit.until(
                    "document.querySelector('jumps-lab .findings .right')?.textContent.includes('80 steps, sooner')");
            visit.until("!document.querySelector('[data-developing]')");
            assertEquals(visit.pixels("[data-steps='80']"), visit.pixels("[data-steps='1']"));
            assertTrue(visit.page.locator("jumps-lab .ask").textContent().contains("the exact denoiser is asked"));
            visit.page.locator("jumps-lab").getByText("Guess again").click();
            visit.until("!document.querySelector('jumps-lab .findings')");
            assertEquals(dark, visit.pixels("[data-steps='1']"));
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theMicroscopeStepsBothWaysByKeysAndButtons(int width) {
        try (Visit visit = visit("reverse?by=oracle", width)) {
            Locator slider = visit.page.locator("microscope-lab input[type=range]");
            assertEquals("t 50 of 80, signal to noise -4 dB", slider.getAttribute("aria-valuetext"));
            assertEquals(visit.pixels("[data-name=target]"), visit.pixels("[data-name=x0] >> nth=0"));
            String paper = visit.pixels("[data-name=next]");
            slider.focus();
            visit.page.keyboard().press("ArrowLeft");
            visit.until(level(49));
            assertEquals(paper, visit.pixels("[data-name=next]"), "the next picture is the answer");
            guess(visit, 1);
            visit.until("document.querySelector('microscope-lab .found').innerText.includes('% fresh')");
            assertTrue(visit.page.locator("microscope-lab .ask").textContent().contains("Your guess holds."));
            Locator back = visit.page.locator("microscope-lab .steer button").first();
            back.click();
            back.click();
            visit.until(level(51));
            slider.focus();
            visit.page.keyboard().press("Home");
            visit.until(level(1));
            visit.until("document.querySelector('microscope-lab .found').innerText === 'No noise is left.'");
            assertEquals("1", slider.inputValue());
            assertTrue(visit.page.locator("microscope-lab .terms").textContent().contains("adds no noise"));
            assertEquals(visit.pixels("[data-name=target]"), visit.pixels("[data-name=next]"));
            visit.until("location.search.includes('t=1')");
            visit.page.reload();
            visit.until(level(1));
            visit.until("document.querySelector('microscope-lab .found')?.innerText === 'No noise is left.'");
            visit.assertQuiet();
        }
    }

    private static String level(int t) {
        return "document.querySelector('microscope-lab .steer b')?.textContent === 't = " + t + "'";
    }

    private static void guess(Visit visit, int answer) {
        visit.page.locator("microscope-lab .ask input").nth(answer).check();
        visit.page.locator("microscope-lab .ask .btn.go").click();
        visit.until("document.querySelector('microscope-lab .settled .found')"
                + " && !document.querySelector('[data-developing]')");
    }

    /** Where the step stands decides how much is fresh, and both forms of it are a fold below the lab. */
    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theMicroscopeMeasuresEachStepAndWritesItInBothForms(int width) {
        try (Visit visit = visit("reverse?by=oracle", width)) {
            assertEquals(0, visit.page.locator("microscope-lab .forms").count(), "the weights are the answer");
            guess(visit, 0);
            assertEquals(
                    "8.4% fresh, 91.6% old.",
                    visit.page.locator("microscope-lab .found").innerText());
            assertTrue(visit.page.locator("microscope-lab .ask").textContent().contains("Peeling"));
            visit.page.locator("microscope-lab .onward .go").click();
            visit.until("document.querySelector('microscope-lab .found').innerText === '100.0% fresh, 0.0% old.'");
            visit.until(level(80));
            visit.page.locator("microscope-lab .forms summary").click();
            assertTrue(visit.page.locator("microscope-lab .forms .katex").count() > 3);
            assertEquals(List.of(), visit.barriers("microscope-lab"));
            visit.assertQuiet();
        }
    }

    @Test
    void theMicroscopesErrorDependsOnWhoPredicts() {
        try (Visit visit = visit("reverse?by=learned", 1440)) {
            assertNotEquals("0.000", visit.page.locator("microscope-lab .error").textContent());
            visit.page
                    .locator("microscope-lab")
                    .getByText("Oracle", new Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("Number(document.querySelector('microscope-lab .error').textContent) < 0.001");
            guess(visit, 1);
            visit.page.locator("microscope-lab .menu summary").click();
            visit.page
                    .locator("microscope-lab .menu")
                    .getByText("Reset", new Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("Number(document.querySelector('microscope-lab .error').textContent) > 0.001");
            guess(visit, 1);
            Object share = visit.page
                    .waitForDownload(() -> {
                        visit.page.locator("microscope-lab .menu summary").click();
                        visit.page
                                .locator("microscope-lab")
                                .getByText("Save numbers (CSV)")
                                .click();
                    })
                    .suggestedFilename();
            assertEquals("darkroom-microscope.csv", share);
            visit.assertQuiet();
        }
    }

    /** A network learns by a press: what it draws after each number of updates stands in a row, and a second press stops another. */
    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aSmallNetworkLearnsInSight(int width) {
        try (Visit visit = visit("reverse?practice=3", width)) {
            Locator button = visit.page.locator("how-learned .btn");
            assertEquals(5, visit.page.locator("how-learned canvas.blank").count());
            button.press("Enter");
            visit.until("document.querySelector('how-learned .btn').textContent.trim() === 'Train another'");
            assertTrue(visit.page.locator("how-learned").textContent().contains("200 updates of 200"));
            assertEquals(0, visit.page.locator("how-learned canvas.blank").count());
            assertNotEquals(visit.pixels("[data-after='0']"), visit.pixels("[data-after='200']"));
            assertEquals(List.of(), visit.barriers("how-learned"));
            button.press("Enter");
            visit.until("document.querySelector('how-learned .btn').textContent.trim() === 'Stop'");
            button.press("Enter");
            visit.until("document.querySelector('how-learned .btn').textContent.trim() === 'Train another'");
            visit.assertQuiet();
        }
    }

    @Test
    void theLadderIsClimbedByKeysAndALinkOpensIt() {
        try (Visit visit = site.visit("reverse?back=4&cuts=5", 390)) {
            visit.until("document.querySelector('derived-lab .ask input')");
            assertEquals(0, visit.page.locator("derived-lab path.product").count(), "the product is the answer");
            visit.page.locator("derived-lab .ask input").nth(1).check();
            visit.page.locator("derived-lab .ask .btn.go").press("Enter");
            visit.until("document.querySelector('derived-lab path.product')");
            assertEquals(
                    "Nearer the narrow one, and narrower than both.",
                    visit.page.locator("derived-lab .found").innerText());
            for (int rung = 1; rung <= 6; rung++) {
                visit.page.locator("derived-lab .onward .go").press("Enter");
                visit.until("document.querySelector('derived-lab .of').textContent === 'Rung " + rung + " of 6'");
                assertTrue(visit.page.locator("derived-lab .rung .katex").count() > 1);
            }
            visit.until("location.search.includes('rung=6')");
            assertEquals(List.of(), visit.barriers("derived-lab"));
            visit.page.reload();
            visit.until("document.querySelector('derived-lab .of')?.textContent === 'Rung 6 of 6'");
            visit.assertQuiet();
        }
    }
}
