package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The labs with points in the plane, in a browser; they need no trained model. */
class FieldTest {

    @RegisterExtension
    private static final Site site = Site.with();

    private static void press(Visit visit, String text) {
        visit.page
                .locator("field-lab")
                .getByText(text, new Locator.GetByTextOptions().setExact(true))
                .first()
                .click();
    }

    @ParameterizedTest
    @CsvSource({"1440, DARK", "390, LIGHT"})
    void aPointIsPutByKeysWalksAndTheActsFollow(int width, ColorScheme theme) {
        try (Visit visit = site.visit("reverse?across=-1.5&up=1.35", width, theme)) {
            visit.until("document.querySelector('field-lab .ask input')");
            Locator plane = visit.page.locator("field-lab .plane");
            String before = visit.pixels("field-lab canvas");
            plane.focus();
            visit.page.keyboard().press("ArrowLeft");
            visit.until("location.search.includes('across=-1.6')");
            assertNotEquals(before, visit.pixels("field-lab canvas"));
            assertTrue(plane.getAttribute("aria-label").contains("−1.60 across and 1.35 up"));
            press(visit, "In the middle, where the arrows point now");
            press(visit, "Lock in my guess");
            visit.until("document.querySelector('field-lab .found')");
            String told = visit.page.locator("field-lab .ask").innerText();
            assertTrue(told.contains("On the upper moon."), told);
            assertEquals(
                    "the middle",
                    visit.page.locator("field-lab li:has(.you) > span").first().innerText());
            // From here on nothing is waited for.
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            press(visit, "Now add fresh noise");
            visit.until("document.querySelector('field-lab .found')?.textContent === 'Anywhere on the data.'");
            press(visit, "Start a hundred points");
            visit.until("document.querySelector('field-lab .found')?.textContent.startsWith('Other ways')");
            press(visit, "Take fewer steps");
            visit.until("document.querySelector('field-lab .findings canvas')");
            visit.page.locator("field-lab select").nth(1).selectOption("80");
            visit.until("document.querySelector('field-lab .found')?.textContent.includes('after 80 steps')");
            assertEquals(
                    List.of(),
                    new AxeBuilder(visit.page).include("field-lab").analyze().getViolations());
            assertTrue(visit.numbers("field-lab").size() > 300);
            visit.assertQuiet();
        }
    }

    /** What the page draws is the engine's denoiser. */
    @Test
    void theArrowsAreTheEnginesOwn() {
        try (Visit visit = site.visit("reverse?cloud=rings", 1440)) {
            visit.until("document.querySelector('field-lab canvas')");
            double off = ((Number) visit.page.evaluate("""
                    async () => {
                      const { plane, levels } = document.querySelector('field-lab');
                      let most = 0;
                      for (const [t, x, y] of [[1, 0.4, 0.2], [120, -1, 0.3], [500, 1.5, -1.2], [900, 0, 2], [1000, -2, -2]]) {
                        const level = { signal: levels.signalWeight[t], noise: levels.noiseWeight[t] };
                        const said = await (await fetch(`/api/field/look?cloud=rings&x=${x}&y=${y}&t=${t}`)).json();
                        const [x0, y0] = plane.denoised(x, y, level);
                        most = Math.max(most, Math.abs(x0 - said.x0), Math.abs(y0 - said.y0));
                      }
                      return most;
                    }""")).doubleValue();
            assertTrue(off < 1e-4, "off by " + off);
            double milliseconds = ((Number) visit.page.evaluate("""
                    async () => {
                      const lab = document.querySelector('field-lab');
                      const times = [];
                      for (let t = 1000; t > 0; t -= 25) {
                        const before = performance.now();
                        lab.go(t);
                        await lab.updateComplete;
                        times.push(performance.now() - before);
                      }
                      return times.sort((a, b) => a - b)[times.length / 2];
                    }""")).doubleValue();
            assertTrue(milliseconds < 50, "a frame takes " + milliseconds + " ms where seven are usual");
            visit.assertQuiet();
        }
    }

    @Test
    void guidanceLeadsPastTheGroupAndEachScaleIsShown() {
        try (Visit visit = site.visit("journey?scale=2", 390)) {
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            visit.until("document.querySelector('guided-lab .ask input')");
            Locator lab = visit.page.locator("guided-lab");
            lab.locator(".ask input").first().check();
            lab.locator(".ask .btn.go").press("Enter");
            visit.until("document.querySelector('guided-lab .found')");
            assertEquals(
                    "Past the group, away from the others.",
                    lab.locator(".found").innerText());
            String much = visit.pixels("guided-lab canvas");
            lab.getByText("W = 1", new Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("location.search.includes('scale=1')");
            assertNotEquals(much, visit.pixels("guided-lab canvas"));
            assertEquals(List.of(), visit.barriers("guided-lab"));
            visit.assertQuiet();
        }
    }

    @Test
    void reflowMakesOneStepEnoughAndBothNetworksCanBeCompared() {
        try (Visit visit = site.visit("next#straight", 1440)) {
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            visit.until("document.querySelector('straight-lab .ask input')");
            Locator lab = visit.page.locator("straight-lab");
            String lines = visit.pixels("straight-lab canvas");
            assertTrue(lab.getByText("After reflow").isDisabled());
            lab.locator(".ask input").nth(1).focus();
            visit.page.keyboard().press("Space");
            lab.getByText("Lock in and train both").press("Enter");
            visit.until("document.querySelector('straight-lab progress')?.value > 1");
            visit.until("document.querySelector('straight-lab .found')");
            assertEquals("In 1 step.", lab.locator(".found").innerText());
            assertEquals(
                    "second, 2 steps",
                    lab.locator("li:has(.you) > span").first().innerText());
            String one = visit.pixels("straight-lab canvas");
            assertNotEquals(lines, one);
            lab.getByText("See the first in 1 step").click();
            visit.until("location.search.includes('flow=first') && location.search.includes('leaps=1&')");
            String missed = visit.pixels("straight-lab canvas");
            assertNotEquals(one, missed);
            lab.getByText("Show what it learned from").click();
            visit.until("location.search.includes('view=pairs')");
            assertNotEquals(missed, visit.pixels("straight-lab canvas"));
            assertEquals(List.of(), visit.barriers("straight-lab"));
            visit.assertQuiet();
        }
    }
}
