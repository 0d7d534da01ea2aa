package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page may cost: bytes until it stands, movement under the reader's eyes, the work of a frame; and how it prints. */
@Tag("alone")
class BudgetTest {

    private static final int FIRST_LOAD = 300_000;
    private static final double SHIFT = 0.02;
    private static final double FRAME = 16;

    @RegisterExtension
    private static final Site site =
            Site.with(TestModels::writeModel, TestModels::writeClassifier, TestModels::writeGarments);

    /** All that is in sight stands. */
    private static void settled(Visit visit) {
        visit.page.waitForLoadState();
        visit.until("!document.querySelector('main :not(:defined)')");
        visit.until("![...document.querySelectorAll('[aria-busy=true]')].some(one => one.checkVisibility())");
    }

    @Test
    void theOpeningsFirstLoadIsLight() {
        try (Visit visit = site.visit("", 1440)) {
            visit.until("/denoising step ([3-9]|\\d\\d) of/.test(document.querySelector('.tray')?.textContent)");
            String loaded = (String) visit.page.evaluate("""
                    () => JSON.stringify([...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                      .filter(one => !one.name.includes('/api/run')).map(one => [one.transferSize, new URL(one.name).pathname]).sort((a, b) => b[0] - a[0]))""");
            Number bytes = (Number) visit.page.evaluate(
                    "loaded => JSON.parse(loaded).reduce((sum, [bytes]) => sum + bytes, 0)", loaded);
            assertTrue(bytes.intValue() > 100_000, loaded);
            assertTrue(bytes.intValue() < FIRST_LOAD, () -> bytes + " bytes: " + loaded);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',1440",
        "'',390",
        "drown,1440",
        "drown,390",
        "forward,1440",
        "forward,390",
        "schedules,1440",
        "reverse,1440",
        "journey,1440",
        "playground,1440",
        "playground,390",
        "progress,1440"
    })
    void nothingMovesUnderTheReadersEyes(String path, int width) {
        try (Visit visit = site.visit(path, width)) {
            settled(visit);
            visit.page.waitForTimeout(1000);
            String shifts = (String) visit.page.evaluate("""
                    () => new Promise(resolve => {
                      const shifts = [];
                      const named = node => node ? `${node.nodeName} ${node.className || node.parentNode?.className}` : '';
                      new PerformanceObserver(list => list.getEntries().forEach(entry => entry.hadRecentInput || shifts.push(
                        { by: entry.value, of: entry.sources.map(({ node, previousRect, currentRect }) => `${named(node)} ${previousRect.top}+${previousRect.height} to ${currentRect.top}+${currentRect.height}`) })))
                        .observe({ type: 'layout-shift', buffered: true });
                      setTimeout(() => resolve(JSON.stringify(shifts)), 100);
                    })""");
            double all = ((Number) visit.page.evaluate(
                            "shifts => JSON.parse(shifts).reduce((sum, { by }) => sum + by, 0)", shifts))
                    .doubleValue();
            assertTrue(all < SHIFT, () -> all + ": " + shifts);
        }
    }

    @Test
    void theForwardSliderKeepsUpWithTheHand() {
        try (Visit visit = site.visit("forward", 1440)) {
            visit.until("document.querySelector('forward-lab input[type=range]')");
            Number median = (Number) visit.page.evaluate("""
                    async () => {
                      const lab = document.querySelector('forward-lab'), slider = lab.querySelector('input[type=range]'), times = [];
                      for (let t = 10; t <= 1000; t += 10) {
                        await new Promise(resolve => requestAnimationFrame(resolve));
                        const began = performance.now();
                        slider.value = String(t);
                        slider.dispatchEvent(new Event('input', { bubbles: true }));
                        await lab.updateComplete;
                        document.body.offsetHeight;
                        times.push(performance.now() - began);
                      }
                      return times.sort((a, b) => a - b)[times.length / 2];
                    }""");
            visit.until("document.querySelector('forward-lab .read').textContent.includes('1000 of 1000')");
            assertTrue(median.doubleValue() < FRAME, median + " ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drown", "forward?t=400", "playground", "next"})
    void aPartPrintsItsTextAndFiguresWithoutControls(String path) {
        try (Visit visit = site.visit(path, 1440)) {
            settled(visit);
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            for (String shown : List.of("h1", ".lead", ".body h2", "main p", ".print canvas", "table")) {
                if (visit.page.locator(shown).count() > 0) {
                    assertTrue(visit.page.locator(shown).first().isVisible(), shown);
                }
            }
            String controls = (String) visit.page.evaluate("""
                    () => [...document.querySelectorAll('button, select, input, summary, .film, .bar .quiet, .foot, a.next')]
                      .filter(one => one.checkVisibility({ opacityProperty: true }) && !one.matches('.deeper > summary')).map(one => one.outerHTML.slice(0, 120)).join('; ')""");
            assertTrue(controls.isEmpty(), controls);
        }
    }
}
