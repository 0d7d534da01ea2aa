package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The race of part 6 by mouse and by keys. */
class RaceTest {

    private static final String LANES = "lanes=ddim-12-0-1-exact*ddim-1-0-1-exact";

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::writeClassifier);

    private static Visit visit(String query, int width) {
        Visit visit = site.visit("playground?" + query, width);
        visit.until("document.querySelector('race-lab .ask') && document.querySelector('play-lab .board')");
        return visit;
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void allStartFromOneNoiseThatIsInSightBeforeAGuessAndTheAxisScrubs(int width) {
        try (Visit visit = visit(LANES, width)) {
            visit.until("document.querySelector('[data-lane]:not(.blank)')");
            String noise = visit.pixels("[data-lane='0']");
            assertEquals(noise, visit.pixels("[data-lane='1']"));
            visit.page.getByText("Lock in my guess and race").click();
            visit.until("document.querySelector('race-lab').textContent.includes('Choose one of the answers first')");
            assertEquals(noise, visit.pixels("[data-lane='0']"));
            visit.page.locator("race-lab .ask input").first().focus();
            visit.page.keyboard().press("Space");
            visit.page.getByText("Lock in my guess and race").focus();
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('race-lab .settled .found')");
            String told = visit.page.locator("race-lab .ask").innerText();
            assertTrue(told.contains("A ends nearest.") && told.contains("Your guess holds."), told);
            assertTrue(told.contains("Done first: B, after 1 evaluation"), told);
            String end = visit.pixels("[data-lane='0']");
            assertNotEquals(end, visit.pixels("[data-lane='1']"));
            assertTrue(
                    visit.page.locator("race-lab .beside").first().textContent().contains("off by 0.00"));
            List<String> numbers = visit.numbers("race-lab");
            assertTrue(numbers.get(0).endsWith(",rms_distance,sought_among,learned_from"), numbers.get(0));
            assertTrue(numbers.get(1).matches("A,.*,(\\d+),\\1"), numbers.get(1));
            visit.page.locator("race-lab .axis input").focus();
            visit.page.keyboard().press("Home");
            visit.until("document.querySelector('race-lab .lane .num').textContent === '0 evaluations'");
            assertEquals(noise, visit.pixels("[data-lane='0']"));
            assertEquals(noise, visit.pixels("[data-lane='1']"));
            visit.page.keyboard().press("ArrowRight");
            visit.until(
                    "document.querySelector('race-lab .axis input').getAttribute('aria-valuetext').startsWith('1 evaluation; A off by')");
            assertEquals(
                    List.of(),
                    new AxeBuilder(visit.page).include("race-lab").analyze().getViolations());
            visit.assertQuiet();
        }
    }

    @Test
    void sixtyFourOfEachAreMeasuredAndAnotherLaneIsAnotherQuestion() {
        try (Visit visit = visit(LANES, 1440)) {
            visit.page.locator("race-lab .ask input").last().check();
            visit.page.getByText("Lock in my guess and race").click();
            visit.until("document.querySelector('race-lab .settled .found')");
            assertTrue(visit.page.locator("race-lab .ask").textContent().contains("Not this time."));
            visit.page.locator("race-batch .btn").click();
            visit.until("document.querySelector('race-batch .now')");
            assertTrue(visit.page.locator("race-batch .now").textContent().contains("the pictures of A"));
            assertEquals(3, visit.page.locator("race-batch tbody tr").count());
            visit.page.locator("race-lab .settings summary").click();
            visit.page.getByText("Add a lane").click();
            visit.until("document.querySelectorAll('race-lab .lane').length === 3");
            visit.until("document.querySelectorAll('race-lab .ask input').length === 4");
            assertEquals(0, visit.page.locator("race-batch").count());
            visit.page.locator("#steps2").fill("7");
            visit.page.locator("#steps2").blur();
            visit.until("location.search.includes('ddim-7-0-1-exact')");
            visit.page.reload();
            visit.until("document.querySelectorAll('race-lab .lane').length === 3");
            assertTrue(visit.page.locator("race-lab .lane").last().textContent().contains("DDIM, 7 steps"));
            visit.assertQuiet();
        }
    }

    @Test
    void whoComesAsNearForLessIsNamed() {
        try (Visit visit = visit("lanes=ddpm-8-0-1-oracle*ddim-2-0-1-oracle", 1440)) {
            visit.page.locator("race-lab .ask input").last().check();
            visit.page.getByText("Lock in my guess and race").click();
            visit.until("document.querySelector('race-lab .settled .found')");
            String told = visit.page.locator("race-lab .ask").innerText();
            assertTrue(told.contains("A and B cannot be told apart.") && told.contains("Your guess holds."), told);
            assertTrue(told.contains("B comes as near as A, asked 2 times in place of 8."), told);
            visit.assertQuiet();
        }
    }

    @Test
    void aRaceCanBeStoppedAndWrongLanesInALinkAreLeftOut() {
        try (Visit visit = visit("lanes=ddim-200-0-1-exact*ddpm-200-0-1-exact", 1440)) {
            visit.page.locator("race-lab .ask input").first().check();
            visit.page.getByText("Lock in my guess and race").click();
            visit.page.locator("race-lab .ask").getByText("Stop").click();
            visit.until("document.querySelector('race-lab .ask fieldset:enabled')");
            visit.page.navigate(site.url() + "playground?lanes=ddim-0-0-1-exact*x");
            visit.until("document.querySelectorAll('race-lab .lane').length === 2");
            assertTrue(
                    visit.page.locator("race-lab .lane").first().textContent().contains("DDPM, 80 steps"));
            visit.assertQuiet();
        }
    }
}
