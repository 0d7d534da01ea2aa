package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Part 5's lab on copies: any picture can be looked at closely, by pointer and by keys, and a reload shows it again. */
class HeartTest {

    private static final String CLOSER = "heart-lab .closer .told";

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::linkByHeart);

    @Test
    void aPictureIsLookedAtBesideItsTwoNearest() {
        try (Visit visit = site.visit("journey#heart", 1440)) {
            visit.until("document.querySelector('heart-lab .ask input')");
            Locator lab = visit.page.locator("heart-lab"), couples = lab.locator(".couple");
            visit.until("document.querySelectorAll('heart-lab .couple').length === 32");
            assertTrue(couples.first().isDisabled(), "nothing is to be looked at before the guess");
            lab.locator(".ask input").nth(1).check();
            lab.getByText("Lock in").click();
            visit.until("document.querySelector('heart-lab .settled .found')"
                    + " && !document.querySelector('[data-developing]')");
            assertTrue(visit.page.locator(CLOSER).innerText().endsWith(": a copy."), "the first of ten");
            assertEquals(
                    8,
                    lab.locator(".couple.copy")
                            .evaluateAll("all => all.filter(one => one.textContent"
                                    + ".includes('=') && one.querySelector('[data-drawn]').dataset.drawn < 8).length"));
            couples.nth(16).click();
            assertTrue(visit.page.locator(CLOSER).innerText().endsWith(": no copy."), "one of a thousand");
            String large = visit.pixels("heart-lab [data-large=x]");
            assertEquals(visit.pixels("heart-lab [data-drawn='16']"), large);
            visit.page.keyboard().press("ArrowRight");
            visit.until("document.activeElement.querySelector('[data-drawn]')?.dataset.drawn === '17'");
            assertNotEquals(large, visit.pixels("heart-lab [data-large=x]"));
            visit.page.keyboard().press("ArrowDown");
            visit.until("document.activeElement.querySelector('[data-drawn]')?.dataset.drawn === '25'");
            visit.page.keyboard().press("ArrowDown");
            assertEquals("true", couples.nth(25).getAttribute("aria-pressed"), "there is none below");
            String told = visit.page.locator(CLOSER).innerText();
            List<String> lines = visit.numbers("heart-lab");
            assertEquals("drawings,picture,to_nearest,to_second,copy", lines.get(0));
            assertEquals(1 + 4 * 128, lines.size());
            visit.page.waitForTimeout(300);
            visit.page.reload();
            visit.until("document.querySelector('" + CLOSER + "')?.innerText === `" + told + "`");
            visit.assertQuiet();
        }
    }
}
