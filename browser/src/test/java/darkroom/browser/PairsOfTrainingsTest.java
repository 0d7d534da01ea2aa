package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import darkroom.lesson.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two schedules and three targets, trained side by side: begun, stopped, and the numbers in between. */
class PairsOfTrainingsTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel);

    @Test
    void twoSchedulesAskFirstTrainByKeysAndStop() {
        try (Visit visit = site.visit("schedules", 390)) {
            visit.until("document.querySelector('two-schedules-lab .ask')");
            visit.page.getByText("cosine put to the test").click();
            visit.page.getByText("Lock in and train both").click();
            visit.until(
                    "document.querySelector('two-schedules-lab').textContent.includes('Choose one of the answers')");
            visit.page.locator("two-schedules-lab .ask input").first().focus();
            visit.page.keyboard().press("Space");
            visit.page.getByText("Lock in and train both").focus();
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('two-schedules-lab').made > 0");
            visit.page
                    .locator("two-schedules-lab")
                    .getByText("Stop", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('two-schedules-lab').question.stage === 'asked'");
            visit.page.evaluate(
                    "document.addEventListener('predicted', event => { document.body.dataset.told = event.detail.id + ': ' + event.detail.found; })");
            visit.page.getByText("Lock in and train both").click();
            visit.until("document.querySelector('two-schedules-lab').question.settled");
            String found =
                    visit.page.locator("two-schedules-lab .settled .found").textContent();
            visit.until("document.body.dataset.told");
            String told = (String) visit.page.evaluate("document.body.dataset.told");
            assertEquals("two-schedules: " + found, told.replace(": with", ": With") + ".");
            visit.assertQuiet();
        }
    }

    @Test
    void oneOutputGivesTheOthersAndThreeNetworksTrain() {
        try (Visit visit = site.visit("reverse?level=990", 1440, ColorScheme.LIGHT)) {
            visit.until("document.querySelector('three-targets-lab table')");
            String ratio = visit.page
                    .locator("three-targets-lab .convert .scale b")
                    .first()
                    .textContent();
            visit.page.locator("three-targets-lab input[type=range]").focus();
            visit.page.keyboard().press("Home");
            visit.until("document.querySelector('three-targets-lab').seen.t === 1");
            visit.until(
                    "document.querySelector('three-targets-lab .convert .scale b').textContent !== '" + ratio + "'");
            assertTrue(visit.page
                    .locator("three-targets-lab input[type=range]")
                    .getAttribute("aria-valuetext")
                    .startsWith("t 1, "));
            visit.page
                    .getByText("Train the three", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('three-targets-lab').made > 0");
            visit.page
                    .locator("three-targets-lab")
                    .getByText("Stop", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('three-targets-lab').stage === 'still'");
            assertEquals(0, visit.page.locator("three-targets-lab [role=alert]").count());
            visit.assertQuiet();
        }
    }
}
