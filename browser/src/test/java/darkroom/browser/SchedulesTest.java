package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Part 3 in a browser; it needs no trained model. */
class SchedulesTest {

    private static final int WIDE = 1440;

    @RegisterExtension
    private static final Site site = Site.with();

    private static void press(Visit visit, String text) {
        visit.page.getByText(text, new Page.GetByTextOptions().setExact(true)).click();
    }

    private static void cut(Visit visit, String steps) {
        visit.page
                .locator("schedule-lab .seg")
                .getByText(steps, new Locator.GetByTextOptions().setExact(true))
                .click();
    }

    private static void lockIn(Visit visit, String lab, String answer) {
        visit.page.locator(lab + " label").getByText(answer).click();
        visit.page.locator(lab).getByText("Lock in my guess").click();
        visit.until("document.querySelector('" + lab + " .settled .found')");
    }

    private static void unfold(Visit visit, String text) {
        visit.page
                .locator("summary", new Page.LocatorOptions().setHasText(text))
                .click();
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390, 320})
    void anyoneCanUseAllOfIt(int width) {
        try (Visit visit = site.visit("schedules", width)) {
            lockIn(visit, "drawn-schedule", "Too many at +1, in the larger group");
            for (Locator more :
                    visit.page.locator("main details.deeper > summary").all()) {
                more.click();
            }
            lockIn(visit, "groups-question", "All three");
            visit.until("document.querySelectorAll('schedule-lab canvas.pixels').length >= 8");
            visit.until("document.querySelectorAll('curves-lab tbody tr').length === 9");
            press(visit, "Sample all twelve");
            visit.until("document.querySelector('groups-lab progress')");
            visit.until("!document.querySelector('groups-lab progress')");
            assertEquals(List.of(), visit.barriers());
            visit.assertQuiet();
        }
    }

    @Test
    void thePredictionIsAnsweredByKeysAndSettledByTheEngine() {
        try (Visit visit = site.visit("schedules?groups=3", WIDE)) {
            unfold(visit, "a common slip");
            visit.until("document.querySelector('groups-question .go')");
            visit.page.locator("groups-question").getByText("Lock in my guess").click();
            visit.until("document.querySelector('groups-question').textContent.includes('Choose one of the answers')");
            assertEquals(
                    0,
                    visit.page.locator("groups-question .bars:not(.blank)").count(),
                    "nothing is shown before the guess is locked");
            assertEquals(3, visit.page.locator("groups-question .bars").count());
            visit.page.locator("groups-question input").first().focus();
            visit.page.keyboard().press("Space");
            visit.page.keyboard().press("ArrowDown");
            visit.page.keyboard().press("Tab");
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('groups-question .settled')");
            String told = visit.page.locator("groups-question").textContent();
            assertTrue(told.contains("Your guess holds."), told);
            assertTrue(told.contains("10,000 samples each, DDPM, seed 3"), told);
            String shares = String.join(
                    " ", visit.page.locator("groups-question figcaption b").allTextContents());
            assertTrue(
                    shares.matches("(80|81)\\.\\d% at \\+1 ✓ (79|80|81)\\.\\d% at \\+1 ✓ 6[789]\\.\\d% at \\+1 ✗"),
                    shares);
            assertEquals("ask-groups", visit.page.evaluate("document.activeElement.id"));
            visit.page.locator("groups-question").getByText("Guess again").click();
            visit.until("document.querySelectorAll('groups-question input').length === 4");
            visit.assertQuiet();
        }
    }

    @Test
    void theCursorMovesBothSchedulesByKeysAndALinkRestoresIt() {
        try (Visit visit = site.visit("schedules?t=0", WIDE)) {
            Locator slider = visit.page.locator("schedule-lab input[type=range]");
            slider.waitFor();
            assertEquals("t 0 of 1000, cosine no noise, linear no noise", slider.getAttribute("aria-valuetext"));
            slider.focus();
            visit.page.keyboard().press("ArrowRight");
            visit.until(
                    "document.querySelector('schedule-lab input[type=range]').getAttribute('aria-valuetext').startsWith('t 1 of')");
            visit.page.keyboard().press("End");
            visit.until(
                    "document.querySelector('schedule-lab input[type=range]').getAttribute('aria-valuetext') === 't 1000 of 1000, cosine −86.1 dB, linear −43.9 dB'");
            String end = visit.pixels("schedule-lab .drowning:first-child .strip .here");
            cut(visit, "10");
            visit.until(
                    "document.querySelector('schedule-lab .held')?.textContent.includes('5 of them come out above 0.999')");
            visit.until("/T=10(&|$)/.test(location.search)");
            visit.page.reload();
            visit.until("document.querySelector('schedule-lab input[type=range]')?.max === '10'");
            assertEquals(
                    "10", visit.page.locator("schedule-lab input[type=range]").inputValue());
            assertNotEquals(end, visit.pixels("schedule-lab .drowning:first-child .strip canvas:first-child"));
            cut(visit, "80");
            visit.until("document.querySelector('schedule-lab').textContent.match(/−47.[89] dB/)");
            visit.assertQuiet();
        }
    }

    @Test
    void timeOnlyEverPassesOnceWhilePlaying() {
        try (Visit visit = site.visit("schedules", WIDE)) {
            List<?> passed = (List<?>) visit.page.evaluate("""
                    () => import('/page/draw/play.js').then(({ Player }) => new Promise(done => {
                      const passed = [];
                      // A busy page starts to play late in a frame, whose stamp lies behind it by then.
                      const late = performance.now.bind(performance);
                      performance.now = () => late() + 50;
                      const begun = late();
                      const player = new Player(seconds => passed.push(seconds) < 40 || done([late() - begun, ...passed]));
                      player.play();
                      player.pause();
                      player.play();
                    }))""");
            List<Double> seconds =
                    passed.stream().map(one -> ((Number) one).doubleValue()).toList();
            double sum = seconds.stream().skip(1).mapToDouble(one -> one).sum();
            assertTrue(seconds.stream().allMatch(one -> one >= 0), seconds::toString);
            assertTrue(sum < 1.5 * seconds.get(0) / 1000, seconds::toString);
        }
    }

    @Test
    void itPlaysPausesAndExports() throws Exception {
        try (Visit visit = site.visit("schedules?t=0", 390)) {
            visit.until("document.querySelector('schedule-lab .play')");
            press(visit, "Play");
            visit.until("Number(document.querySelector('schedule-lab input[type=range]').value) > 30");
            press(visit, "Pause");
            String at = visit.page.locator("schedule-lab input[type=range]").inputValue();
            visit.page.waitForTimeout(300);
            assertEquals(
                    at, visit.page.locator("schedule-lab input[type=range]").inputValue());
            Download csv = visit.page.waitForDownload(() -> {
                visit.page.locator("schedule-lab .menu summary").click();
                visit.page
                        .locator("schedule-lab")
                        .getByText("Save numbers (CSV)")
                        .click();
            });
            List<String> lines = Files.readAllLines(csv.path());
            assertEquals(1002, lines.size());
            assertEquals(
                    "t,cosine_alpha_bar,cosine_beta,cosine_snr_db,linear_alpha_bar,linear_beta,linear_snr_db",
                    lines.get(0));
            Download png = visit.page.waitForDownload(() -> {
                visit.page.locator("schedule-lab .menu summary").click();
                visit.page
                        .locator("schedule-lab")
                        .getByText("Save picture (PNG)")
                        .click();
            });
            assertTrue(Files.size(png.path()) > 2000);
            visit.assertQuiet();
        }
    }

    @Test
    void curvesAreLinkedForAnyTwoSchedulesAndAnyT() {
        try (Visit visit = site.visit("schedules", WIDE)) {
            visit.until("document.querySelector('drawn-schedule .strip')");
            unfold(visit, "other schedules");
            visit.until("document.querySelectorAll('curves-lab input[type=range]').length === 3");
            Locator sliders = visit.page.locator("curves-lab input[type=range]");
            sliders.nth(2).focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('curves-lab input[type=range]').value === '1000'");
            assertTrue(
                    sliders.nth(0).getAttribute("aria-valuetext").contains("exp(−t/T) −2.4 dB"),
                    sliders.nth(0).getAttribute("aria-valuetext"));
            visit.page.locator("curves-lab select").first().selectOption("straight");
            visit.until(
                    "document.querySelector('curves-lab input[type=range]').getAttribute('aria-valuetext').includes('straight no signal')");
            Locator count = visit.page.locator("curves-lab input[type=number]");
            count.fill("1");
            count.press("Enter");
            visit.until(
                    "document.querySelector('curves-lab').textContent.includes('T is a whole number from 2 to 1000.')");
            count.fill("37");
            count.press("Enter");
            visit.until("document.querySelector('curves-lab input[type=range]').max === '37'");
            assertTrue(visit.page.locator("curves-lab table").textContent().contains("T = 37"));
            visit.until("location.search.includes('cut=37')");
            visit.page.reload();
            visit.until("document.querySelector('curves-lab input[type=range]')?.max === '37'");
            visit.assertQuiet();
        }
    }

    @Test
    void theTwelveRunsCanBeStopped() {
        try (Visit visit = site.visit("schedules", WIDE)) {
            visit.until("document.querySelector('drawn-schedule .strip')");
            unfold(visit, "uneven groups");
            press(visit, "Sample all twelve");
            visit.page.locator("groups-lab").getByText("Stop").click();
            visit.until("!document.querySelector('groups-lab progress')");
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, DARK", "390, LIGHT"})
    void aScheduleIsDrawnByPointerAndByKeysAndStaysFalling(int width, ColorScheme theme) {
        try (Visit visit = site.visit("schedules", width, theme)) {
            visit.until("document.querySelector('drawn-schedule .pen')");
            String before = visit.pixels("drawn-schedule .strip canvas >> nth=4");
            Locator pen = visit.page.locator("drawn-schedule .pen");
            pen.scrollIntoViewIfNeeded();
            var box = pen.boundingBox();
            visit.page.mouse().move(box.x + box.width / 4, box.y + box.height * 0.7);
            visit.page.mouse().down();
            visit.page.mouse().up();
            visit.until("[...document.querySelectorAll('drawn-schedule [type=range]')].every((one, i, all) =>"
                    + " !i || Number(one.value) < Number(all[i - 1].value))");
            visit.until("Number(document.querySelector('drawn-schedule [data-point=\"2\"]').value) < -20");
            Locator last = visit.page.locator("drawn-schedule [type=range]").last();
            last.focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('drawn-schedule [type=range]').value === '45'");
            visit.until("document.querySelector('drawn-schedule .details').textContent.includes('+37.0 dB')");
            visit.until("location.search.includes('curve=45_44_43')");
            visit.until(
                    "document.querySelector('drawn-schedule .ask').textContent.includes('100.0% of the amplitude')");
            assertEquals("37 dB at t = 80", last.getAttribute("aria-valuetext"));
            assertNotEquals(before, visit.pixels("drawn-schedule .strip canvas >> nth=4"));
            lockIn(visit, "drawn-schedule", "as in the data");
            assertEquals("Too many at \u22121.", told(visit));
            press(visit, "End it in noise");
            visit.until("document.querySelector('drawn-schedule .found')?.textContent === 'As in the data.'");
            assertTrue(card(visit).contains("That was for another schedule."), card(visit));
            assertEquals(0, visit.page.locator("drawn-schedule .findings .you").count());
            press(visit, "Let it fall at once");
            visit.until("document.querySelector('drawn-schedule .found')?.textContent === 'Some in between.'");
            for (String caption : visit.page.locator("drawn-schedule figcaption .num").allInnerTexts().stream()
                    .skip(1)
                    .toList()) {
                assertTrue(caption.endsWith("% in between \u2717"), caption);
            }
            visit.page.reload();
            visit.until("document.querySelector('drawn-schedule .found')?.textContent === 'Some in between.'");
            assertTrue(card(visit).contains("That was for another schedule."), card(visit));
            press(visit, "End it too early");
            visit.until("document.querySelector('drawn-schedule .found')?.textContent === 'Too many at \u22121.'");
            assertEquals(
                    List.of(),
                    new AxeBuilder(visit.page)
                            .include("drawn-schedule")
                            .analyze()
                            .getViolations());
            visit.assertQuiet();
        }
    }

    private static String card(Visit visit) {
        return visit.page.locator("drawn-schedule .ask").innerText();
    }

    private static String told(Visit visit) {
        return visit.page.locator("drawn-schedule .found").textContent();
    }
}
