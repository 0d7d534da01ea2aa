package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.options.ColorScheme;
import darkroom.lesson.TestModels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GarmentsTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::writeGarments);

    static Stream<Arguments> windows() {
        return Stream.of(Arguments.of(1440, ColorScheme.DARK), Arguments.of(390, ColorScheme.LIGHT));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void aGarmentIsDrownedAndBroughtBackByKeys(int width, ColorScheme theme) {
        try (Visit visit = site.visit("drown?depth=20&picture=2", width, theme)) {
            visit.until("document.querySelector('#drowned')?.width === 32");
            String before = visit.pixels("#clean");
            visit.page.locator("drown-lab input[value=bag]").focus();
            visit.page.keyboard().press("Space");
            visit.until("document.querySelector('#clean').toDataURL() !== '" + before + "'");
            visit.until("document.querySelector('.ask p')?.textContent.includes('bag')");
            visit.page.locator("drown-lab .ask input").first().check();
            visit.page.keyboard().press("Tab");
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('drown-lab .verdict')");
            assertTrue(visit.page.locator("drown-lab .result").textContent().contains("takes"));
            assertTrue(visit.page.url().contains("pattern=bag"), visit.page.url());
            assertAccessible(visit);
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @MethodSource("windows")
    void thePlaygroundSamplesGarmentsAndShowsTheNearest(int width, ColorScheme theme) {
        try (Visit visit = site.visit("playground?pattern=any-garment&steps=3&speed=0", width, theme)) {
            visit.until("document.querySelector('play-lab #current')?.width === 32");
            visit.page.locator(".play.btn").first().click();
            visit.until(
                    "document.querySelector('.pair')?.textContent.includes('nearest of 30 of the 60,000 pictures that it learned from')");
            List<String> numbers = visit.numbers("play-lab");
            assertTrue(numbers.get(0).endsWith(",nearest_distance,sought_among,learned_from"), numbers.get(0));
            assertTrue(numbers.get(1).endsWith(",,,"), numbers.get(1));
            assertTrue(numbers.get(4).endsWith(",30,60000"), numbers.get(4));
            visit.page.locator("play-lab input[value=sandal]").focus();
            visit.page.keyboard().press("Space");
            visit.until("document.querySelector('.pair')?.textContent.includes('sandal')");
            visit.until("document.querySelector('.status')?.textContent === 'Ready'");
            assertAccessible(visit);
            visit.assertQuiet();
        }
    }

    private static void assertAccessible(Visit visit) {
        visit.page.waitForTimeout(300);
        assertEquals(List.of(), visit.barriers());
    }
}
