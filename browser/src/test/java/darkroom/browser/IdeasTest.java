package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import darkroom.lesson.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four ideas of part 6: one in sight, each guessed, measured and kept. */
class IdeasTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::writeClassifier);

    private static Visit visit(String query, int width) {
        Visit visit = site.visit("playground?" + query, width);
        visit.until("document.querySelector('ideas-lab .ask input') && document.querySelector('play-lab .board')");
        return visit;
    }

    private static void lock(Visit visit, String idea) {
        visit.page.locator(idea + " .ask input").first().check();
        visit.page.locator(idea + " .ask .btn.go").click();
    }

    private static void choose(Visit visit, String title) {
        visit.page.locator("ideas-lab .choice").getByText(title).click();
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void anIdeaIsMeasuredAtOneGuessAndOpensInThePlayground(int width) {
        try (Visit visit = visit("idea=twice&ideaSeed=5&steps=6", width)) {
            visit.until("!document.querySelector(\"[data-cell='0 0']\").matches('.blank')");
            assertEquals(12, visit.page.locator("twice-idea .veil").count());
            assertEquals(12, visit.page.locator("twice-idea .blank").count());
            visit.page.getByLabel("Only DDIM with eta 0").focus();
            visit.page.keyboard().press("Space");
            visit.page.locator("twice-idea").getByText("Lock in my guess").focus();
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('twice-idea .found') && !document.querySelector('[data-developing]')");
            String card = visit.page.locator("twice-idea .ask").innerText();
            assertTrue(card.contains("Your guess holds.") && card.contains("0.000"), card);
            assertEquals("ask-idea-twice", visit.page.evaluate("document.activeElement.id"));
            for (int start = 0; start < 3; start++) {
                String row = "[data-cell='" + start + " ";
                assertEquals(visit.pixels(row + "1']"), visit.pixels(row + "2']"));
                assertNotEquals(visit.pixels(row + "3']"), visit.pixels(row + "4']"));
            }
            assertTrue(visit.page.locator("twice-idea .details").innerText().contains("Seed 5"));
            assertTrue(visit.numbers("twice-idea").get(0).startsWith("of,ddim,ddpm,"));
            visit.page.locator("twice-idea").getByText("Open in the playground").click();
            visit.until("location.search.includes('sampler=ddpm') && document.querySelector('play-lab .board')");
            visit.until("document.querySelector('#sampler')?.value === 'ddpm'");
            visit.assertQuiet();
        }
    }

    @Test
    void aGuessThatIsStoppedIsOpenAgain() {
        try (Visit visit = visit("", 1440)) {
            // In one breath: the small network is done before a second click could come from here.
            visit.page.evaluate("""
                    async () => {
                      const lab = document.querySelector('patterns-idea');
                      lab.querySelector('.ask input').click();
                      lab.querySelector('.ask .btn.go').click();
                      let stop;
                      while (!(stop = lab.querySelector('.busy .btn'))) await new Promise(requestAnimationFrame);
                      stop.click();
                    }""");
            visit.until("document.querySelector('patterns-idea fieldset:not(:disabled)')");
            assertEquals(0, visit.page.locator("patterns-idea .settled").count());
            lock(visit, "patterns-idea");
            visit.until("document.querySelector('patterns-idea .found')");
            Locator pattern = visit.page.locator("patterns-idea .pattern").first();
            assertTrue(pattern.innerText().matches("(?s)Checkerboard clean, and (lost at t = \\d+|never lost)"));
            assertNotEquals(
                    visit.pixels("patterns-idea [data-cell='0 0']"), visit.pixels("patterns-idea [data-cell='0 2']"));
            assertEquals("pattern,t,recognised", visit.numbers("patterns-idea").get(0));
            visit.assertQuiet();
        }
    }

    /** One waits for the engine while the other is measured, and both are settled. */
    @Test
    void anIdeaThatIsLeftIsMeasuredAllTheSame() {
        try (Visit visit = visit("idea=half", 1440)) {
            lock(visit, "half-idea");
            choose(visit, "Inverse");
            visit.until("document.querySelector('inverse-idea .ask input')");
            assertFalse(visit.page.locator("half-idea").isVisible());
            lock(visit, "inverse-idea");
            visit.until("document.querySelector('half-idea .found') && document.querySelector('inverse-idea .found')");
            visit.until("location.search.includes('idea=inverse')");
            choose(visit, "Half way");
            visit.page.locator("half-idea").getByText("Next idea").click();
            visit.until("document.activeElement.textContent.trim() === 'Inverse'");
            assertTrue(visit.page.locator("inverse-idea .found").isVisible());
            visit.assertQuiet();
        }
    }

    /** Before each idea had a seed of its own they shared one, which a browser may still keep with a guess. */
    @Test
    void aGuessOfBeforeIsSettledAgainWithItsSeed() {
        try (Visit visit = visit("", 1440)) {
            visit.page.evaluate("localStorage.setItem('guess-idea-twice',"
                    + " JSON.stringify({ option: 1, settings: { ideaSeed: 7 } }))");
            visit.page.navigate(site.url() + "playground?idea=twice");
            visit.until("document.querySelector('twice-idea .found')");
            assertTrue(visit.page.locator("twice-idea .details").innerText().contains("Seed 7"));
            visit.assertQuiet();
        }
    }
}
