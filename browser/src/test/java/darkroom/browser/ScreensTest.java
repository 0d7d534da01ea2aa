package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page on screens of all kinds: wide and low ones, those that are touched, and those with few colours. */
class ScreensTest {

    private static final String FILL = "one => getComputedStyle(one).backgroundColor";

    @RegisterExtension
    private static final Site site = Site.with();

    private static Visit forward(int width) {
        Visit visit = site.visit("forward?t=400", width);
        visit.until("document.querySelector('forward-lab input[type=range]')");
        return visit;
    }

    @Test
    void fewColoursShowWhatIsChosenAndWideAndLowScreensLeadToAllParts() {
        try (Visit visit = forward(1920)) {
            // Wide: the sheet stands in the middle of what the strip leaves, and each frame has its name.
            BoundingBox film = visit.page.locator(".film").boundingBox();
            BoundingBox sheet = visit.page.locator(".sheet").boundingBox();
            double left = sheet.x - film.width, right = 1920 - sheet.x - sheet.width;
            assertEquals(left, right, 20, "room left and right of the sheet");
            for (Locator name : visit.page.locator(".film .name").all()) {
                assertEquals("1", name.evaluate("one => getComputedStyle(one).opacity"), name.textContent());
                BoundingBox box = name.boundingBox();
                assertTrue(box.x > 0 && box.x + box.width <= film.width, name.textContent());
            }

            visit.page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            Locator pressed =
                    visit.page.locator("forward-lab [aria-pressed=true]").first();
            Locator other =
                    visit.page.locator("forward-lab [aria-pressed=false]").first();
            assertNotEquals(other.evaluate(FILL), pressed.evaluate(FILL), "a button that is pressed");
            Locator here = visit.page.locator(".film [aria-current] .frame");
            Locator elsewhere =
                    visit.page.locator(".film a:not([aria-current]) .frame").first();
            assertNotEquals(elsewhere.evaluate(FILL), here.evaluate(FILL), "the part that one is in");
            assertNotEquals(
                    visit.page.locator("forward-lab .lab").evaluate(FILL),
                    visit.page.locator("forward-lab .handle").first().evaluate(FILL),
                    "a slider's handle");
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.NONE));

            // A phone on its side.
            visit.page.setViewportSize(844, 390);
            Locator last = visit.page.locator(".film a").last();
            last.scrollIntoViewIfNeeded();
            BoundingBox box = last.boundingBox();
            assertTrue(box.y >= 0 && box.y + box.height <= 390, "part 8 is in the window");
            last.click();
            visit.page.waitForURL("**/next");
            visit.assertQuiet();
        }
    }

    @Test
    void aSwipeUpScrollsAndOneSidewaysMovesTheSlider() {
        try (Visit visit = forward(390)) {
            Locator slider = visit.page.locator("forward-lab input[type=range]");
            slider.evaluate("one => one.scrollIntoView({ block: 'center' })");
            int before = scrolled(visit);
            swipe(visit, slider, 0, -150);
            assertEquals("400", slider.inputValue());
            assertTrue(visit.page.url().contains("t=400"), visit.page.url());
            assertTrue(scrolled(visit) > before + 50, "the page scrolled");
            swipe(visit, slider, 80, 0);
            visit.until("document.querySelector('forward-lab input[type=range]').value > 500");
            visit.until(
                    "location.search.includes('t=' + document.querySelector('forward-lab input[type=range]').value)");
            visit.assertQuiet();
        }
    }

    @Test
    void aFingerThatGoesDownAScheduleScrollsAndOneThatGoesAcrossDraws() {
        try (Visit visit = site.visit("schedules", 390)) {
            visit.until("document.querySelectorAll('drawn-schedule .handle').length === 9");
            String curve = "[...document.querySelectorAll('drawn-schedule [type=range]')].map(one => one.value).join()";
            Object before = visit.page.evaluate(curve);
            Locator pen = visit.page.locator("drawn-schedule .pen");
            pen.scrollIntoViewIfNeeded();
            int top = scrolled(visit);
            swipe(visit, pen, 0, -150);
            assertEquals(before, visit.page.evaluate(curve));
            assertTrue(scrolled(visit) > top + 50, "the page scrolled");
            swipe(visit, pen, 80, 0);
            visit.until(curve + " !== '" + before + "'");
            visit.assertQuiet();
        }
    }

    private static int scrolled(Visit visit) {
        return ((Number) visit.page.evaluate("Math.round(scrollY)")).intValue();
    }

    /** A finger on the middle of something goes so far and is lifted. */
    private static void swipe(Visit visit, Locator from, double across, double down) {
        BoundingBox box = from.boundingBox();
        CDPSession finger = visit.page.context().newCDPSession(visit.page);
        double x = box.x + box.width / 2, y = box.y + box.height / 2;
        touch(finger, "touchStart", x, y);
        for (int i = 1; i <= 10; i++) {
            touch(finger, "touchMove", x + i * across / 10, y + i * down / 10);
            visit.page.waitForTimeout(16);
        }
        touch(finger, "touchEnd", Double.NaN, Double.NaN);
        visit.page.waitForTimeout(150);
    }

    private static void touch(CDPSession finger, String type, double x, double y) {
        JsonArray points = new JsonArray();
        if (!Double.isNaN(x)) {
            JsonObject point = new JsonObject();
            point.addProperty("x", x);
            point.addProperty("y", y);
            points.add(point);
        }
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", points);
        finger.send("Input.dispatchTouchEvent", event);
    }

    @Test
    void termsOfTheMixFadeWithTheirWeights() {
        try (Visit visit = forward(1440)) {
            int picture = contrast(visit, "#clean"), noise = contrast(visit, "#noise");
            Locator slider = visit.page.locator("forward-lab input[type=range]");
            slider.focus();
            slider.press("End");
            visit.until("document.querySelector('forward-lab .read').textContent.includes('1000')");
            assertTrue(contrast(visit, "#clean") < 3, "no picture is left at the end");
            assertTrue(contrast(visit, "#noise") > noise, "all noise is there at the end");
            slider.press("Home");
            visit.until("document.querySelector('forward-lab .read').textContent.includes('no noise')");
            assertTrue(contrast(visit, "#clean") > picture, "all of the picture is there at the start");
            assertTrue(contrast(visit, "#noise") < 3, "no noise is there at the start");
        }
    }

    /** How far pixels lie from their mean, on average. */
    private static int contrast(Visit visit, String canvas) {
        return ((Number) visit.page.locator(canvas).evaluate("""
                canvas => {
                  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  const greys = [...data].filter((_, i) => i % 4 === 0);
                  const mean = greys.reduce((sum, one) => sum + one) / greys.length;
                  return greys.reduce((sum, one) => sum + Math.abs(one - mean), 0) / greys.length;
                }""")).intValue();
    }

    @Test
    void nothingOverprintsOnANarrowPageOfProgress() {
        try (Visit visit = site.visit("progress", 700)) {
            visit.until("document.querySelector('.ledger .one')");
            List<?> overlapping = (List<?>) visit.page.evaluate("""
                    [...document.querySelectorAll('.ledger > li')].flatMap(row => {
                      const boxes = [...row.querySelectorAll('.frame, h2, .label')].filter(one => one.checkVisibility()).map(one => {
                        const range = document.createRange();
                        range.selectNodeContents(one);
                        return [one.textContent, range.getBoundingClientRect()];
                      });
                      return boxes.flatMap(([text, a], i) => boxes.slice(i + 1)
                        .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                        .map(([other]) => text + ' / ' + other));
                    })""");
            assertEquals(List.of(), overlapping);
        }
    }

    @Test
    void handlesAreGrabbedByTheirEdgesAndPowersAreSetAsSuch() {
        try (Visit visit = site.visit("schedules?curve=45_40_19_8_-2_-13_-24_-34_-58", 1440)) {
            visit.until("document.querySelectorAll('drawn-schedule .handle').length === 9");
            visit.page.evaluate(
                    "document.querySelectorAll('main details:not(.menu)').forEach(one => { one.open = true; })");
            visit.until("document.querySelector('schedule-lab .read sup')");
            Locator last = visit.page.locator("drawn-schedule .handle").last();
            last.scrollIntoViewIfNeeded();
            BoundingBox box = last.boundingBox();
            Locator input = visit.page.locator("drawn-schedule .draw input").last();
            visit.page.mouse().move(box.x + box.width - 2, box.y + box.height / 2);
            visit.page.mouse().down();
            visit.page.mouse().move(box.x + box.width - 2, box.y - 20);
            visit.page.mouse().up();
            visit.until("document.querySelectorAll('drawn-schedule .draw [type=range]')[8].value !== '-58'");
            assertTrue(Integer.parseInt(input.inputValue()) > -58, input.inputValue());
            assertTrue(visit.page.locator(".read sup").first().textContent().matches("−[0-9]"));
            assertEquals(0, visit.page.getByText("⁻").count());
        }
    }
}
