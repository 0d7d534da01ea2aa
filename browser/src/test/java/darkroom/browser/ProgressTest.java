package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import darkroom.lesson.Lesson;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a learner did is there after a reload and in another tab; the lesson is completed, and forgotten. */
class ProgressTest {

    private static final int WIDE = 1440;

    @TempDir
    static Path folder;

    /** One that has no models, and one that has. */
    private static Lesson lesson, whole;

    @BeforeAll
    static void start() throws IOException {
        Chromium.browser();
        Path models = folder.resolve("of models");
        TestModels.writeModel(models);
        TestModels.writeClassifier(models);
        whole = Lesson.start(new LessonSettings(LessonSettings.HOST, 0, models, 1));
        lesson = Lesson.start(new LessonSettings(LessonSettings.HOST, 0, folder, 1).keeping(folder));
    }

    @AfterAll
    static void stop() {
        for (Lesson one : new Lesson[] {lesson, whole}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private static Visit visit(String path, int width) {
        return new Visit(lesson.url(), path, width, ColorScheme.DARK);
    }

    private static void answer(Page page, int option) {
        page.locator("quick-check[number='1'] input[value='" + option + "']").check();
        page.locator("quick-check[number='1'] .btn").click();
    }

    @Test
    void aCheckIsRememberedOnReloadAndInAnotherTab() {
        try (Visit visit = visit("forward", WIDE)) {
            visit.until("document.querySelectorAll('.check input').length === 4");
            visit.until(
                    "document.querySelector('.open')?.textContent === 'Still open in this part: the experiment and the quick check.'");
            assertEquals(List.of(), visit.page.context().cookies());
            answer(visit.page, 0);
            visit.until("document.querySelector('.tries')?.innerText.startsWith('1 try so far')");
            Page other = visit.page.context().newPage();
            other.navigate(lesson.url() + "forward");
            other.locator(".verdict", new Page.LocatorOptions().setHasText("Not this one"))
                    .waitFor();
            answer(visit.page, 1);
            visit.until("document.querySelector('.tries')?.innerText === 'Answered rightly after 2 tries.'");
            visit.until("document.querySelector('.open').textContent === 'Still open in this part: the experiment.'");
            other.locator(".verdict", new Page.LocatorOptions().setHasText("Right."))
                    .waitFor();
            assertTrue(other.locator("quick-check[number='1'] input[value='1']").isChecked());
            assertFalse(visit.page.locator(".film a[href='/forward'] .tick").isVisible());
            // Without models no classifier asks: the lab is done at the end of the way.
            visit.page.locator("forward-lab input[type=range]").focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('.film a[href=\"/forward\"] .tick')");
            visit.until("document.querySelector('.bar .state').textContent === '1 of 8 parts'");
            other.locator(".film a[href='/forward'] .tick").waitFor();
            visit.page.reload();
            visit.until("document.querySelector('.verdict')?.textContent.includes('Right.')");
            visit.until("document.querySelector('.film a[href=\"/forward\"] .tick')");
            assertTrue(visit.page.locator(".open").textContent().contains("All that counts in this part is done"));
            visit.assertQuiet();
        }
    }

    @Test
    void theLabsTellThatTheyWereDoneAndWhatWasPredicted() {
        try (Visit visit = new Visit(whole.url(), "playground?speed=0&steps=5&maker=oracle", WIDE, ColorScheme.LIGHT)) {
            visit.page.locator("button.play").click();
            done(visit);
            visit.page.navigate(whole.url() + "reverse?maker=exact");
            guess(visit, "jumps-lab .ask");
            visit.page.navigate(whole.url() + "schedules");
            guess(visit, "drawn-schedule");
            visit.page.navigate(whole.url() + "forward");
            guess(visit, "half-question");
            visit.page.navigate(whole.url() + "drown?depth=20");
            guess(visit, "drown-lab .ask");
            visit.page.navigate(whole.url() + "progress");
            visit.until("document.querySelectorAll('.guesses .verdict').length === 4");
            visit.assertQuiet();
        }
    }

    private static void guess(Visit visit, String question) {
        visit.page.locator(question + " input[type=radio]").first().check();
        visit.page.locator(question).getByText("Lock in my guess").click();
        done(visit);
    }

    private static void done(Visit visit) {
        visit.until("document.querySelector('.open')?.textContent === 'Still open in this part: the quick check.'");
    }

    /** The rest of the lesson by the same requests that the pages send. */
    private static void doAll(Page page) {
        AllDone.by(page);
        page.reload();
    }

    @ParameterizedTest
    @ValueSource(ints = {WIDE, 390, 320})
    void theLessonIsMarkedAsCompleteUndoneTakenAwayAndForgotten(int width) throws IOException {
        try (Visit visit = new Visit(whole.url(), "progress", width, ColorScheme.DARK)) {
            visit.until("document.querySelectorAll('.ledger > li').length >= 8");
            assertTrue(visit.page.locator("progress-page").textContent().contains("Nothing is kept yet"));
            assertEquals(0, visit.page.getByText("Mark as complete").count());
            doAll(visit.page);
            visit.page.getByText("Mark as complete").focus();
            assertTrue(visit.page.locator("progress-page").textContent().contains("% of the time"));
            visit.page.keyboard().press("Enter");
            visit.until("document.querySelector('.finish').textContent.includes('You marked it as complete on')");
            assertEquals(
                    "/certificate", visit.page.getByText("Get your certificate").getAttribute("href"));
            assertEquals(
                    List.of(),
                    new AxeBuilder(visit.page)
                            .analyze().getViolations().stream()
                                    .map(rule -> rule.getId() + ": "
                                            + rule.getNodes().get(0).getHtml())
                                    .toList());
            visit.page.reload();
            visit.page
                    .getByText("Undo", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.page.getByText("Mark as complete").waitFor();
            Download data = visit.page.waitForDownload(
                    () -> visit.page.getByText("Download it").click());
            assertTrue(Files.readString(data.path()).contains("\"unmarked\":\"20"));
            visit.page.getByText("Delete it all").click();
            visit.page.getByText("Keep it").click();
            visit.page.getByText("Delete it all").click();
            visit.page.getByText("Press again to delete it all").click();
            visit.until("document.querySelector('progress-page').textContent.includes('Nothing is kept yet')");
            assertEquals(List.of(), visit.page.context().cookies());
            assertEquals(0, visit.page.locator(".film .tick").count());
            visit.assertQuiet();
        }
    }

    @Test
    void whereCookiesAreBlockedThePageSaysThatNothingIsKeptAndCountsNoTries() {
        try (Visit visit = visit("forward", WIDE)) {
            visit.page.route("**/api/**", route -> {
                APIResponse answer = route.fetch();
                visit.page.context().clearCookies();
                Map<String, String> headers = new HashMap<>(answer.headers());
                headers.remove("set-cookie");
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setHeaders(headers));
            });
            visit.until("document.querySelectorAll('.check input').length === 4");
            answer(visit.page, 0);
            visit.until("document.querySelector('.check .verdict')");
            visit.until("document.querySelector('.unkept')?.textContent.includes('Your progress is not kept')");
            assertEquals(0, visit.page.locator(".check .tries").count());
            assertTrue(visit.page.locator(".bar .state").textContent().contains("Your progress"));
        }
    }

    @Test
    void aLostConnectionIsToldOnceInSightAndTheLabCanBeStartedAgain() {
        try (Visit visit = new Visit(whole.url(), "schedules", WIDE, ColorScheme.DARK)) {
            visit.page.locator("drawn-schedule input[type=radio]").first().check();
            visit.page.route("**/api/groups/drawn*", Route::abort);
            visit.page.locator("drawn-schedule").getByText("Lock in my guess").click();
            visit.until("document.querySelector('drawn-schedule .notice')?.textContent.includes('connection')");
            assertEquals(1, visit.page.locator(".notice:visible").count());
            assertTrue((Boolean) visit.page.evaluate("(() => { const box ="
                    + " document.querySelector('drawn-schedule .notice').getBoundingClientRect();"
                    + " return box.top >= 0 && box.bottom <= innerHeight; })()"));
            visit.page.evaluate("dispatchEvent(new Event('online'))");
            visit.until("document.querySelector('drawn-schedule .notice').textContent.includes('is back')");
            visit.page.unroute("**/api/groups/drawn*");
            guess(visit, "drawn-schedule");
        }
    }

    @Test
    void whatCouldNotBeKeptIsToldAndKeptLater() {
        try (Visit visit = visit("forward", WIDE)) {
            visit.until("document.querySelectorAll('.check input').length === 4");
            visit.page.route("**/api/lab", route -> route.abort());
            visit.page.locator("forward-lab input[type=range]").focus();
            visit.page.keyboard().press("End");
            visit.until("document.querySelector('.unkept')?.textContent.includes('could not be kept yet')");
            visit.page.unroute("**/api/lab");
            visit.until("document.querySelector('.open').textContent === 'Still open in this part: the quick check.'");
            visit.until("document.querySelector('.unkept').hidden");
        }
    }
}
