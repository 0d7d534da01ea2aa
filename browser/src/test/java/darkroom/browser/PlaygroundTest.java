package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The playground does what its title says: what was added is removed, from where it was left. */
class PlaygroundTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel);

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void noiseIsRemovedFromWhereItWasLeftAndAllOfItIsInOneView(int width) {
        try (Visit visit = site.visit("playground?speed=0&steps=10&direction=forward&maker=learned", width)) {
            visit.until("document.querySelector('.count')?.textContent === 'Step 0 / 10'");
            for (int step = 1; step <= 4; step++) {
                press(visit, "Step");
                visit.until("document.querySelector('.count').textContent === 'Step " + step + " / 10'");
            }
            String left = visit.pixels("#current");
            press(visit, "Remove noise");
            visit.until("document.querySelector('.count').textContent === 'Step 0 / 4'"
                    + " && document.querySelector('.now').textContent.startsWith('The picture under 4 steps')");
            assertEquals(left, visit.pixels("#current"));
            visit.page.locator("button.play").click();
            visit.until("document.querySelector('.status').textContent === 'Finished'");
            visit.page.locator("play-lab .stage").evaluate("stage => stage.scrollIntoView()");
            visit.page.locator("play-lab .now").evaluate("now => now.scrollIntoView({ block: 'nearest' })");
            // A page is scrolled by whole pixels.
            for (String one : new String[] {"#current", "button.play", "play-lab .now"}) {
                assertTrue(
                        (Boolean) visit.page.evaluate("(box => box.top > -1 && box.bottom < innerHeight + 1)("
                                + "document.querySelector('" + one + "').getBoundingClientRect())"),
                        one);
            }
            visit.until("location.search.includes('left=4')");
            visit.page.locator("play-lab input[value=drawn]").check();
            visit.until(
                    "document.querySelector('draw-pad') && "
                            + "document.querySelector('.use')?.textContent.includes('what 4 steps of noise left of the picture')");
            press(visit, "Pure noise");
            visit.until("document.querySelector('.use').textContent.includes('cannot use your drawing')");
            assertEquals(List.of(), visit.barriers("play-lab"));
            visit.assertQuiet();
        }
    }

    private static void press(Visit visit, String text) {
        visit.page
                .locator("play-lab .ask")
                .getByText(text, new Locator.GetByTextOptions().setExact(true))
                .click();
    }

    @Test
    void ideasThatNobodyCanJudgeSaySoAndTheOthersAreThere() {
        try (Visit visit = site.visit("playground", 1440)) {
            visit.until("document.querySelector('ideas-lab .lacking')");
            assertEquals(
                    "This idea needs a classifier of patterns, and none is installed.",
                    visit.page.locator("ideas-lab .lacking").innerText());
            visit.page.locator("ideas-lab .choice").getByText("Twice").click();
            visit.until("document.querySelector('twice-idea .ask input')");
            assertEquals(0, visit.page.locator("ideas-lab .lacking:visible").count());
            visit.assertQuiet();
        }
    }
}
