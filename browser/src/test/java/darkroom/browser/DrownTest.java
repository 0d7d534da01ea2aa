package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import darkroom.lesson.TestModels;
import darkroom.lesson.engine.Engine;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrownTest {

    /** A white picture of one pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==";

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::writeClassifier);

    @ParameterizedTest
    @ValueSource(ints = {1440, 390, 320})
    void aPictureIsDrownedAskedAboutAndBroughtBackByKeys(int width) {
        try (Visit visit = site.visit("drown?depth=20", width)) {
            visit.until("document.querySelector('#drowned')?.width === 32");
            assertEquals(1, visit.page.locator("#returned.blank").count());
            visit.until("document.querySelector('drown-lab .ask input')");
            assertAccessible(visit);
            visit.page.locator("drown-lab .ask input").first().focus();
            visit.page.keyboard().press("ArrowDown");
            visit.page.keyboard().press("Tab");
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('drown-lab .verdict')");
            String told = visit.page.locator("drown-lab .findings").innerText();
            assertTrue(told.matches("(?s).*85%\\s+\\d\\s+you.*100%\\s+\\d.*"), told);
            int winners = visit.page.locator(".returns b").count();
            String result = visit.page.locator("drown-lab .result").innerText();
            assertTrue(result.contains(", " + winners + " of 8 returns win"), result);
            visit.page.locator(".returns button").nth(3).click();
            visit.until(
                    "document.querySelector('.returns button:nth-child(4)').getAttribute('aria-pressed') === 'true'");
            visit.page.locator("details.deeper > summary").first().click();
            visit.page
                    .getByText("25 steps", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("/off by/.test(document.querySelector('inversion-lab .trio')?.textContent)");
            assertAccessible(visit);
            visit.assertQuiet();
        }
    }

    @Test
    void whoHasThreeRunsAtWorkSeesTheNextWait() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        List<InputStream> others = new ArrayList<>();
        try (Visit visit = site.visit("drown?depth=20", 1440)) {
            visit.until("document.querySelector('#drowned')?.width === 32");
            visit.page.locator("drown-lab .ask input").first().check();
            visit.page.getByText("Lock in my guess").click();
            visit.until("document.querySelector('drown-lab .verdict')");
            String learner = visit.page.context().cookies().stream()
                    .map(cookie -> cookie.name + "=" + cookie.value)
                    .collect(Collectors.joining("; "));
            for (int i = 0; i < Engine.EACH; i++) {
                HttpRequest run = HttpRequest.newBuilder(URI.create(site.url() + "api/run?steps=1000&seed=" + i))
                        .header("Cookie", learner)
                        .build();
                others.add(client.send(run, BodyHandlers.ofInputStream()).body());
            }
            visit.page.locator("drown-lab .seg.many button").first().click();
            visit.until("/waiting, \\d+ before you/.test(document.querySelector('.threes').textContent)");
            for (InputStream other : others) {
                other.close();
            }
            visit.until("!document.querySelector('.threes').textContent.includes('waiting')");
            visit.assertQuiet();
        } finally {
            for (InputStream other : others) {
                other.close();
            }
        }
    }

    /** A verdict is for the setting that the guess was made for, and comes back with it. */
    @Test
    void aGuessIsJudgedOnlyAgainstTheSettingItWasMadeFor() {
        try (Visit visit = site.visit("drown?depth=20", 1440)) {
            visit.until("document.querySelector('#drowned')?.width === 32");
            visit.page.locator("drown-lab .ask input").last().check();
            visit.page.getByText("Lock in my guess").click();
            visit.until("document.querySelector('drown-lab .verdict')");
            String verdict = visit.page.locator("drown-lab .verdict").textContent();
            assertEquals(6, visit.page.locator("drown-lab .findings li").count());
            visit.page.locator("drown-lab .seg.many button").last().click();
            visit.until("document.querySelector('drown-lab .result')?.textContent.includes('is what chance gives')");
            assertEquals(verdict, visit.page.locator("drown-lab .verdict").textContent());
            visit.page
                    .getByText("Without", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('drown-lab .onward')?.textContent.includes('Guess for this one')");
            visit.until("document.querySelector('drown-lab .result')");
            assertEquals(
                    0,
                    visit.page
                            .locator("drown-lab .verdict, drown-lab .findings .you")
                            .count());
            String other = visit.page.locator("drown-lab .other").textContent();
            assertTrue(other.contains("At 100%, or not even there") && other.contains("another setting"), other);
            visit.page.getByText("With its label").click();
            visit.until("document.querySelector('drown-lab .verdict')");
            assertEquals(verdict, visit.page.locator("drown-lab .verdict").textContent());
            visit.page
                    .getByText("Without", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.page.locator("drown-lab .seg.many button").first().click();
            visit.page.getByText("Guess for this one").click();
            visit.page.locator("drown-lab .ask input").first().check();
            visit.page.getByText("Lock in my guess").click();
            visit.until("document.querySelector('drown-lab .verdict')");
            assertTrue(visit.page
                    .locator("drown-lab .findings li:has(.you)")
                    .textContent()
                    .contains("80%"));
            visit.assertQuiet();
        }
    }

    @Test
    void aLinkEncodesAndDecodesAgain() {
        try (Visit visit = site.visit("drown?depth=20&inversion=25", 390)) {
            visit.until("/off by/.test(document.querySelector('inversion-lab .trio')?.textContent)");
            assertTrue(
                    visit.page.locator("inversion-lab").evaluate("lab => lab.closest('details').open") == Boolean.TRUE);
            Download numbers = visit.page.waitForDownload(() -> {
                visit.page.locator("inversion-lab summary").click();
                visit.page.locator("inversion-lab").getByText("CSV").click();
            });
            assertEquals("darkroom-inversion.csv", numbers.suggestedFilename());
            visit.assertQuiet();
        }
    }

    @Test
    void aPictureOfOnesOwnIsTakenAndStaysOutOfTheLink() {
        try (Visit visit = site.visit("drown?depth=20&pattern=own", 1440)) {
            visit.until("document.querySelector('#drowned')?.width === 32");
            String before = visit.pixels("#clean");
            visit.page
                    .locator("own-picture input[type=file]")
                    .setInputFiles(new FilePayload(
                            "white.png", "image/png", Base64.getDecoder().decode(PNG)));
            visit.until("document.querySelector('own-picture .hint').textContent.includes('white.png')");
            visit.until("document.querySelector('#clean').toDataURL() !== '" + before + "'");
            visit.page
                    .locator("own-picture input[type=file]")
                    .setInputFiles(new FilePayload("text.txt", "text/plain", new byte[] {1}));
            visit.until("document.querySelector('own-picture .hint').textContent.includes('PNG or a JPEG')");
            assertTrue(visit.page.url().length() < 200, visit.page.url());
            visit.assertQuiet();
        }
    }

    private static void assertAccessible(Visit visit) {
        visit.page.waitForTimeout(300);
        assertEquals(List.of(), visit.barriers());
    }
}
