package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import darkroom.lesson.TestModels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LessonTest {

    private static final int WIDE = 1440;

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::writeClassifier);

    static Stream<Arguments> everyPage() {
        return Stream.of(
                        "",
                        "drown",
                        "forward?t=400",
                        "schedules",
                        "reverse",
                        "journey",
                        "journey?step=guidance",
                        "playground",
                        "takeaways",
                        "next",
                        "glossary",
                        "progress",
                        "certificate",
                        "verify")
                .flatMap(path -> Stream.of(WIDE, 390).map(width -> Arguments.of(path, width)));
    }

    /** Each page with all that it folds away, by night and by day; and nothing is cut off on the narrowest screen. */
    @ParameterizedTest
    @MethodSource("everyPage")
    void anyoneCanUseEveryPage(String path, int width) {
        try (Visit visit = site.visit(path, width)) {
            visit.page.waitForLoadState();
            visit.until("!document.querySelector('main :not(:defined)')");
            visit.until("![...document.querySelectorAll('[aria-busy=true]')].some(one => one.checkVisibility())");
            visit.until("(canvas => !canvas || canvas.width > 0)(document.querySelector('canvas.pixels'))");
            Locator folded = visit.page.locator("main details:not(.menu, [open]) > summary:visible");
            while (folded.count() > 0) {
                folded.first().click();
            }
            Locator menus = visit.page.locator("main .menu > summary:visible");
            if (menus.count() > 0) {
                menus.first().click();
            }
            visit.page.waitForTimeout(500);
            assertEquals(List.of(), visit.barriers());
            assertEquals("", styledElsewhere(visit));
            visit.assertQuiet();
            if (width == 390) {
                visit.page.setViewportSize(320, 844);
                // Charts follow in the frame after.
                visit.until("document.documentElement.scrollWidth <= innerWidth");
                visit.assertQuiet();
            }
        }
    }

    /** Selectors of rooms' styles that the page does not load, and that fit something on it. */
    private static String styledElsewhere(Visit visit) {
        return (String) visit.page.evaluate("""
                async () => {
                  const links = one => [...one.querySelectorAll('link[href^="/page/"][rel=stylesheet]')].map(link => link.getAttribute('href'));
                  const here = links(document), found = [];
                  const paths = ['/progress', ...[...document.querySelectorAll('.film a')].map(one => one.getAttribute('href'))];
                  const pages = await Promise.all(paths.map(async path => new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html')));
                  for (const href of new Set(pages.flatMap(links).filter(href => !here.includes(href)))) {
                    const sheet = await new CSSStyleSheet().replace(await (await fetch(href)).text());
                    const rules = all => [...all].flatMap(rule => rule.selectorText ?? rules(rule.cssRules ?? []));
                    found.push(...rules(sheet.cssRules).filter(fits => document.querySelector(fits.replace(/::[a-z-]+/g, ''))).map(fits => `${href}: ${fits}`));
                  }
                  return found.join('\\n');
                }""");
    }

    @Test
    void theOpeningDevelopsAPictureAndThenAnother() {
        try (Visit visit = site.visit("?seed=5&pattern=ring", WIDE)) {
            visit.until("document.querySelector('.tray')?.textContent.includes('step 25 of 25')");
            assertTrue(visit.page.locator(".badge").textContent().contains("learned, 10 iterations, seed 7"));
            String first = visit.pixels(".tray canvas");
            visit.page.getByText("Develop another").click();
            visit.until("/step 1?\\d of 25/.test(document.querySelector('.tray').textContent)");
            visit.until("document.querySelector('.tray').textContent.includes('step 25 of 25')");
            assertNotEquals(first, visit.pixels(".tray canvas"));
            visit.page.locator("learned-from").scrollIntoViewIfNeeded();
            visit.until("document.querySelector('learned-from canvas').width === 329");
            assertTrue(visit.page
                    .locator("learned-from canvas")
                    .getAttribute("aria-label")
                    .contains("ring; "));
            visit.assertQuiet();
        }
    }

    @Test
    void theForwardSliderFollowsMouseAndKeys() {
        try (Visit visit = site.visit("forward", WIDE)) {
            Locator slider = visit.page.locator("forward-lab input[type=range]");
            assertEquals("t 0, no noise", slider.getAttribute("aria-valuetext"));
            String clean = visit.pixels("#noisy");
            assertEquals(visit.pixels("#clean"), clean);
            slider.focus();
            visit.page.keyboard().press("ArrowRight");
            visit.page.keyboard().press("ArrowRight");
            visit.until(
                    "document.querySelector('forward-lab input[type=range]').getAttribute('aria-valuetext').startsWith('t 2, ')");
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('.read').textContent.includes('1000 of 1000')");
            assertTrue(slider.getAttribute("aria-valuetext").contains("-86 dB"), slider.getAttribute("aria-valuetext"));
            slider.scrollIntoViewIfNeeded();
            BoundingBox box = slider.boundingBox();
            visit.page.mouse().move(box.x + box.width - 13, box.y + box.height / 2);
            visit.page.mouse().down();
            visit.page.mouse().move(box.x + 13 + (box.width - 26) / 2, box.y + box.height / 2);
            visit.page.mouse().up();
            visit.until("/^50[01] of 1000|^499 of 1000/.test(document.querySelector('.read .value').textContent)");
            assertNotEquals(clean, visit.pixels("#noisy"));
            assertEquals(
                    "70.3 %",
                    visit.page.locator(".read .value.signal").textContent().strip());
            visit.page
                    .getByText("Power", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertEquals(
                    "49.4 %",
                    visit.page.locator(".read .value.signal").textContent().strip());
            assertEquals(
                    "50.6 %",
                    visit.page.locator(".read .value.noise").textContent().strip());
            visit.until("location.search.includes('measure=power')");
            visit.page.reload();
            visit.until("document.querySelector('.read .value.signal')?.textContent.includes('49.4')");
            visit.assertQuiet();
        }
    }

    @Test
    void theForwardLabPlaysShowsPointsAndAnswersThePrediction() {
        try (Visit visit = site.visit("forward", WIDE)) {
            visit.page.getByText("Before t = 500").click();
            visit.page.getByText("Lock in my guess").click();
            visit.until("document.querySelector('half-question .settled .found')");
            String settled = visit.page.locator("half-question .settled .found").textContent();
            assertTrue(settled.matches("At t = \\d+\\.|Never\\."), settled);
            Download shares = visit.page.waitForDownload(() -> {
                visit.page.locator("half-question summary").click();
                visit.page.locator("half-question").getByText("CSV").click();
            });
            assertEquals("darkroom-half.csv", shares.suggestedFilename());
            visit.page
                    .getByText("Play", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("Number(document.querySelector('forward-lab input[type=range]').value) > 40");
            visit.page.getByText("Pause").click();
            String at = visit.page.locator("forward-lab input[type=range]").inputValue();
            visit.page.waitForTimeout(300);
            assertEquals(at, visit.page.locator("forward-lab input[type=range]").inputValue());
            visit.page
                    .getByText("Points", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('#noisy').width === 640");
            visit.page
                    .locator("summary", new Page.LocatorOptions().setHasText("walking there"))
                    .click();
            visit.until("document.querySelector('walk-lab .uplot canvas')");
            visit.page.locator("walk-lab .seg").getByText("800").click();
            visit.until(
                    "location.search.includes('walk=800') && document.querySelector('#walked').ariaLabel.endsWith('800')");
            String walked = visit.pixels("#walked");
            visit.page.reload();
            visit.until("document.querySelector('walk-lab details.menu')");
            assertEquals(walked, visit.pixels("#walked"), "the link restores the walk");
            Download numbers = visit.page.waitForDownload(() -> {
                visit.page.locator("walk-lab summary").click();
                visit.page.locator("walk-lab").getByText("CSV").click();
            });
            assertEquals("darkroom-walk.csv", numbers.suggestedFilename());
            visit.assertQuiet();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oracle", "exact", "learned"})
    void thePlaygroundRunsToItsEnd(String maker) {
        try (Visit visit = site.visit("playground?speed=0&steps=20&pattern=ring&maker=" + maker, WIDE)) {
            visit.until("document.querySelector('.count')?.textContent === 'Step 0 / 20'");
            visit.until("document.querySelector('.stats').textContent.includes('86.1 dB')");
            String noise = visit.pixels("#current");
            visit.page.locator("button.play").click();
            visit.until("document.querySelector('.status').textContent === 'Finished'");
            assertEquals("Step 20 / 20", visit.page.locator(".count").textContent());
            assertNotEquals(noise, visit.pixels("#current"));
            if (maker.equals("exact")) {
                visit.until("document.querySelector('.now').textContent.includes('off by')");
            }
            String told = visit.page.locator(".now").textContent();
            // Guided by W = 2, but for the oracle, who is asked for nothing.
            int evaluations = maker.equals("oracle") ? 20 : 40;
            assertTrue(told.startsWith("Done after " + evaluations + " evaluations"), told);
            if (maker.equals("oracle")) {
                assertEquals(visit.pixels("#target"), visit.pixels("#current"));
            }
            if (maker.equals("exact")) {
                assertTrue(told.contains("off by 0.0"), told);
            }
            visit.assertQuiet();
        }
    }

    @Test
    void thePlaygroundPausesStepsAndScrubs() {
        try (Visit visit = site.visit("playground?speed=12&steps=80&maker=oracle", 390)) {
            visit.page.locator("button.play").click();
            visit.until("Number(document.querySelector('.count').textContent.match(/Step (\\d+)/)[1]) >= 4");
            visit.page.locator("button.play").click();
            assertEquals("Paused", visit.page.locator(".status").textContent());
            String at = visit.page.locator(".count").textContent();
            String picture = visit.pixels("#current");
            visit.page.waitForTimeout(400);
            assertEquals(at, visit.page.locator(".count").textContent());
            visit.page
                    .getByText("Step", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('.count').textContent !== '" + at + "'");
            assertNotEquals(picture, visit.pixels("#current"));
            visit.page
                    .getByText("Back", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('.count').textContent === '" + at + "'");
            assertEquals(picture, visit.pixels("#current"));
            visit.page.locator("play-lab input[type=range]").focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('.count').textContent === 'Step 80 / 80'");
            visit.page.keyboard().press("Home");
            visit.until("document.querySelector('.count').textContent === 'Step 0 / 80'");
            visit.page
                    .getByText("Add noise", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('.stats').textContent.includes('no noise')");
            visit.assertQuiet();
        }
    }

    @Test
    void aLinkRestoresAnExperiment() {
        String end;
        String link;
        try (Visit visit =
                site.visit("playground?speed=0&steps=12&maker=exact&pattern=cross&sampler=ddpm&seed=9", WIDE)) {
            visit.page.locator("button.play").click();
            visit.until("document.querySelector('.status').textContent === 'Finished'");
            visit.until("location.search.includes('at=12')");
            end = visit.pixels("#current");
            link = visit.page.url();
        }
        try (Visit visit = site.visit(link.substring(site.url().length()), WIDE)) {
            visit.until("document.querySelector('.count')?.textContent === 'Step 12 / 12'");
            assertEquals(end, visit.pixels("#current"));
        }
    }

    @Test
    void aDrawingCanBeMadeByKeysAndComesBack() {
        try (Visit visit = site.visit("playground?maker=oracle&pattern=drawn&steps=10&speed=0", WIDE)) {
            visit.page.locator("draw-pad canvas").focus();
            for (int i = 0; i < 5; i++) {
                visit.page.keyboard().press("Space");
                visit.page.keyboard().press("ArrowRight");
                visit.page.keyboard().press("ArrowRight");
            }
            visit.until("location.search.includes('drawing=')");
            visit.page.locator("button.play").click();
            visit.until("document.querySelector('.status').textContent === 'Finished'");
            Object white = visit.page
                    .locator("#current")
                    .evaluate(
                            "canvas => canvas.getContext('2d').getImageData(0, 0, 32, 32).data.filter((v, i) => i % 4 === 0 && v > 180).length");
            assertEquals(20, ((Number) white).intValue());
            visit.assertQuiet();
        }
    }

    @Test
    void aRegionIsMarkedAndUnmarkedByKeysAndByHand() {
        try (Visit visit = site.visit("playground#repaint", WIDE)) {
            visit.until("document.querySelector('repaint-lab .ask input')");
            Locator pad = visit.page.locator("region-pad canvas");
            String half = visit.pixels("region-pad canvas");
            pad.focus();
            visit.page.keyboard().press("ArrowLeft");
            visit.page.keyboard().press("ArrowLeft");
            visit.page.keyboard().press("Space");
            visit.until("location.search.includes('region=')");
            String more = visit.pixels("region-pad canvas");
            assertNotEquals(half, more);
            BoundingBox box = pad.boundingBox();
            visit.page.mouse().move(box.x + 0.9 * box.width, box.y + 0.2 * box.height);
            visit.page.mouse().down();
            visit.page.mouse().move(box.x + 0.9 * box.width, box.y + 0.8 * box.height);
            visit.page.mouse().up();
            assertNotEquals(more, visit.pixels("region-pad canvas"));
            assertEquals(
                    "as you marked it",
                    visit.page
                            .locator("repaint-lab select")
                            .nth(1)
                            .evaluate("list => list.selectedOptions[0].text.trim()"));
            visit.page.locator("region-pad .quiet").click();
            visit.page.locator("repaint-lab .ask input").first().check();
            visit.page.locator("repaint-lab .ask .go").click();
            visit.until(
                    "document.querySelector('repaint-lab [role=alert]')?.textContent.includes('No pixel is marked')");
        }
    }

    @Test
    void aLinkThatWasSpoiltStillOpens() {
        try (Visit visit =
                site.visit("playground?maker=oracle&pattern=drawn&drawing=xyz&steps=0&seed=-4&eta=two", WIDE)) {
            visit.until("document.querySelector('.count')?.textContent === 'Step 0 / 80'");
            visit.until("document.querySelector('.now').textContent.startsWith('Pure noise')");
            visit.assertQuiet();
        }
    }

    @Test
    void aQuickCheckIsAnsweredByKeysWrongThenRight() {
        try (Visit visit = site.visit("forward", WIDE)) {
            visit.until("document.querySelectorAll('.check input').length === 4");
            Locator send = visit.page.getByText("Check my answer");
            send.click();
            visit.until("document.querySelector('quick-check').textContent.includes('Choose one of the four')");
            Keys keys = new Keys(visit.page);
            keys.choose(visit.page.locator(".check input[value='0']"));
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('.verdict')?.textContent.includes('Not this one')");
            keys.choose(visit.page.locator(".check input[value='1']"));
            visit.until("!document.querySelector('.verdict')");
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('.verdict')?.textContent.includes('Right')");
            visit.page.getByText("Show me, above").click();
            visit.until("document.querySelector('forward-lab .read')?.textContent.includes('600 of 1000')");
            visit.assertQuiet();
        }
    }

    @Test
    void theThemeCanBeChosenAndIsKept() {
        try (Visit visit = site.visit("forward", WIDE)) {
            String dark = (String) visit.page.evaluate("getComputedStyle(document.body).backgroundColor");
            visit.page.getByText("Light theme").click();
            visit.page.reload();
            assertNotEquals(dark, visit.page.evaluate("getComputedStyle(document.body).backgroundColor"));
            assertEquals("Dark theme", visit.page.locator("#theme").textContent());
        }
    }
}
