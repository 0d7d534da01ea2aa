package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Part 5 by mouse and by keys. */
class JourneyTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::writeClassifier);

    private static Visit visit(String step, int width) {
        Visit visit = site.visit("journey?step=" + step, width);
        visit.until("document.querySelector('#panel-" + step.replaceAll("&.*", "") + " .ask input')");
        return visit;
    }

    /** Answers the question in sight by keys; the answer counts from 0. */
    private static void guess(Visit visit, String step, int answer) {
        Locator panel = visit.page.locator("#panel-" + step);
        panel.locator(".ask input").first().focus();
        visit.page.keyboard().press("Space");
        for (int i = 0; i < answer; i++) {
            visit.page.keyboard().press("ArrowDown");
        }
        panel.getByText("Lock in my guess").focus();
        visit.page.keyboard().press("Enter");
        visit.until("document.querySelector('#panel-" + step + " .settled')");
    }

    /** The pixels of all sixteen frames: one of few known pictures may well come twice in one of them. */
    private static String sixteen(Visit visit) {
        return (String) visit.page.evaluate(
                "[...document.querySelectorAll('[data-sample]')].map(one => one.toDataURL()).join()");
    }

    /** What can be seen once a step is settled has nothing that keeps somebody out. */
    private static void assertAccessible(Visit visit) {
        assertEquals(List.of(), visit.barriers());
        visit.assertQuiet();
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void whatIsMeasuredOnNoiseWaitsForTheGuessAndANewSeedDrawsAnew(int width) {
        try (Visit visit = visit("noise", width)) {
            visit.until("document.querySelector('#drawn:not(.blank)')");
            String first = visit.pixels("#drawn");
            assertEquals(
                    0, visit.page.locator("noise-step table, noise-step svg").count());
            visit.page.getByText("Lock in my guess").click();
            visit.until("document.querySelector('noise-step').textContent.includes('Choose one of the answers')");
            guess(visit, "noise", 1);
            assertTrue(visit.page.locator("noise-step .ask").textContent().contains("Your guess holds."));
            assertEquals(first, visit.pixels("#drawn"));
            String taller = visit.page.locator("noise-step .histogram .share").textContent();
            assertTrue(Integer.parseInt(taller.replace("%", "").strip()) > 20, taller);
            assertEquals("✓ done", visit.page.locator("#step-noise .tick").textContent());
            visit.page.getByText("New seed").click();
            visit.until("/[?&]noise=\\d{2}/.test(location.search) && document.querySelector('noise-step table')");
            visit.until("document.querySelector('#drawn').toDataURL() !== '" + first + "'");
            assertAccessible(visit);
        }
    }

    @Test
    void theStepsAreTabsAndThreeOfThemMakeTheLab() {
        try (Visit visit = visit("noise", 1440)) {
            visit.page.evaluate("() => { window.heard = []; for (const name of ['predicted', 'lab-done'])"
                    + " document.addEventListener(name, event => heard.push(name + ' ' + event.detail.id)); }");
            guess(visit, "noise", 0);
            visit.page.locator("#step-noise").focus();
            visit.page.keyboard().press("ArrowRight");
            visit.until("location.search.includes('step=forward')");
            assertEquals("step-forward", visit.page.evaluate("document.activeElement.id"));
            assertTrue(visit.page.locator("#panel-noise").isHidden());
            visit.until("document.querySelector('#panel-forward .ask input')");
            guess(visit, "forward", 1);
            visit.page.keyboard().press("Tab");
            visit.page.locator("#step-forward").focus();
            visit.page.keyboard().press("End");
            visit.page.keyboard().press("Home");
            visit.until("location.search.includes('step=noise')");
            assertTrue(visit.page.locator("#panel-noise .settled").isVisible());
            visit.page.locator("#step-reverse").click();
            visit.until("document.querySelector('#panel-reverse .ask input')");
            guess(visit, "reverse", 1);
            assertTrue(visit.page.locator(".counts").textContent().contains("This part's lab is done"));
            assertEquals(
                    List.of("predicted noise", "predicted forward", "predicted reverse"), visit.page.evaluate("heard"));
            assertTrue((Boolean) visit.page.evaluate(
                    "async () => Boolean((await (await fetch('/api/progress')).json()).parts[5].lab.done)"));
            visit.page.reload();
            visit.until("document.querySelectorAll('.steps .tick .spoken').length === 3");
            visit.until("document.querySelector('#panel-reverse .settled .found')");
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theForwardStepsCurvesAreASlider(int width) {
        try (Visit visit = visit("forward", width)) {
            assertEquals(0, visit.page.locator("linked-curves").count());
            guess(visit, "forward", 0);
            Locator slider = visit.page.locator("pairs-step input[type=range]");
            slider.focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('pairs-step .facts').textContent.includes('1000 of')");
            assertTrue(slider.getAttribute("aria-valuetext").startsWith("t 1000: one picture in two noises off by 1."));
            assertTrue(slider.getAttribute("aria-valuetext")
                    .matches(".*two pictures in one noise off by 0.00, told apart 50.0 percent"));
            assertNotEquals(visit.pixels("[data-mix='0']"), visit.pixels("[data-mix='1']"));
            visit.page.keyboard().press("Home");
            visit.until("document.querySelector('pairs-step .facts').textContent.includes('0 of')");
            assertEquals(visit.pixels("[data-mix='0']"), visit.pixels("[data-mix='1']"));
            visit.until("location.search.includes('t=0')");
            assertAccessible(visit);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theSameStartLeadsToTheSamePictureWithDdimOnly(int width) {
        try (Visit visit = visit("reverse&maker=exact", width)) {
            guess(visit, "reverse", 1);
            assertTrue(visit.page.locator("twice-step .ask").textContent().contains("Your guess holds."));
            assertEquals(visit.pixels("[data-print=ddim0]"), visit.pixels("[data-print=ddim1]"));
            assertNotEquals(visit.pixels("[data-print=ddpm0]"), visit.pixels("[data-print=ddpm1]"));
            visit.page
                    .locator("twice-step")
                    .getByText("Oracle", new Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('twice-step .held')?.textContent.includes('all four ways lead to it')");
            assertEquals(visit.pixels("[data-print=x0]"), visit.pixels("[data-print=ddpm1]"));
            assertTrue(visit.page.locator("twice-step .ask").textContent().contains("Only DDIM"));
            visit.page.getByText("Guess again").click();
            visit.until("!document.querySelector('twice-step .findings')");
            assertAccessible(visit);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void sixteenSamplesAndTheirNearest(int width) {
        try (Visit visit = visit("sampling&by=exact", width)) {
            guess(visit, "sampling", 2);
            String samples = sixteen(visit);
            visit.page
                    .getByText("Nearest known", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('[data-sample=\"3\"]').ariaLabel.startsWith('The known picture')");
            assertTrue(visit.page
                    .locator("samples-step .findings li")
                    .last()
                    .textContent()
                    .contains("0.00"));
            visit.page.getByText("Other noises").click();
            visit.until("!/sample=1(&|$)/.test(location.search) && document.querySelector('samples-step .found')");
            assertNotEquals(samples, sixteen(visit));
            List<String> numbers = visit.numbers("samples-step");
            assertTrue(numbers.get(0).endsWith(",sought_among,learned_from"), numbers.get(0));
            assertTrue(numbers.get(16).matches("16,.*,(\\d+),\\1"), numbers.get(16));
            assertAccessible(visit);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void guidanceStreamsItsColumnsAndTheSliderEnlargesOne(int width) {
        try (Visit visit = visit("guidance&many=16", width)) {
            assertEquals(0, visit.page.locator("guidance-step .track").count());
            visit.page.locator("guidance-step .ask label").first().click();
            visit.page.getByText("Lock in my guess").click();
            visit.until("document.querySelector('guidance-step .track')");
            assertTrue(visit.page.locator("guidance-step .settled").count() == 0);
            visit.page.locator("guidance-step").getByText("Stop").click();
            visit.until(
                    "document.querySelector('guidance-step .ask input') && !document.querySelector('guidance-step .track')");
            guess(visit, "guidance", 2);
            Locator slider = visit.page.locator("guidance-step input[type=range]");
            assertTrue(slider.getAttribute("aria-valuetext").startsWith("W 1 (off): "));
            String off = visit.pixels("[data-large='0']");
            slider.focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('guidance-step .read').textContent.includes('W = 8')");
            assertTrue(slider.getAttribute("aria-valuetext")
                    .matches("W 8: \\d+ percent recognised, diversity \\d+ percent of real pictures"));
            assertNotEquals(off, visit.pixels("[data-large='0']"));
            visit.until("location.search.includes('w=5')");
            assertAccessible(visit);
        }
    }
}
