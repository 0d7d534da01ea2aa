package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import darkroom.lesson.Lesson;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a completed lesson to a certificate, to its print, and to a forgery that is seen through. */
class CertificateTest {

    private static final String COMPLETE = """
            async () => (await fetch('/api/complete', { method: 'POST', body: JSON.stringify({ done: true }),
              headers: { 'Content-Type': 'application/json' } })).text()""";

    @TempDir
    static Path folder;

    private static Lesson lesson;
    private static List<Cookie> learner = List.of();

    @BeforeAll
    static void start() throws IOException {
        Chromium.browser();
        TestModels.writeModel(folder);
        TestModels.writeClassifier(folder);
        lesson = Lesson.start(new LessonSettings(LessonSettings.HOST, 0, folder, 1).keeping(folder.resolve("data")));
    }

    @AfterAll
    static void stop() {
        if (lesson != null) {
            lesson.close();
        }
    }

    /** A visit to the desk of someone who completed the lesson. */
    private static Visit completed(int width, ColorScheme theme) {
        Visit visit = new Visit(lesson.url(), "certificate", width, theme);
        if (learner.isEmpty()) {
            visit.until("document.querySelector('certificate-desk .ask')");
            assertTrue(visit.page.locator("certificate-desk").textContent().contains("Not yet"));
            assertEquals(
                    "/progress", visit.page.locator("certificate-desk a.go").getAttribute("href"));
            assertAccessible(visit);
            AllDone.by(visit.page);
            String progress = (String) visit.page.evaluate(COMPLETE);
            assertFalse(progress.contains("\"completed\":null"), progress);
            learner = visit.page.context().cookies();
        }
        visit.page.context().addCookies(learner);
        visit.page.reload();
        visit.until("document.querySelector('.cert')");
        return visit;
    }

    @Test
    void itsFilmShowsYourOwnPicture() {
        try (Visit visit = completed(1440, ColorScheme.DARK)) {
            assertEquals(
                    "A strip of film: a ring comes out of noise in nine frames",
                    visit.page.locator(".frames").getAttribute("aria-label"));
            visit.page.evaluate("localStorage.setItem('own-picture', btoa('\\xff'.repeat(1024)))");
            visit.page.reload();
            visit.until("document.querySelector('.frames')?.ariaLabel.includes('your picture')");
            visit.until(
                    "(data => data?.length === 4096 && data.every((value, i) => i % 4 || value > 180))("
                            + "document.querySelector('.frames canvas:last-of-type')?.getContext('2d').getImageData(0, 0, 32, 32).data)");
        }
    }

    private static void make(Visit visit, String name) {
        visit.page.locator("#holder").fill(name);
        visit.page.locator("#holder").press("Enter");
        visit.until("document.querySelector('.cert.made')");
    }

    private static void assertAccessible(Visit visit) {
        visit.page.waitForTimeout(200);
        assertEquals(List.of(), visit.barriers());
    }

    private static FilePayload file(String text) {
        return new FilePayload("certificate.json", "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"1440,DARK", "320,LIGHT"})
    void fromTheLessonsEndToAForgeryThatIsSeenThrough(int width, ColorScheme theme) throws Exception {
        try (Visit visit = completed(width, theme)) {
            Page page = visit.page;
            page.locator("#holder").focus();
            page.keyboard().type("Zo\u00eb \u5f20\u4f1f");
            visit.until("document.querySelector('.holder').textContent === 'Zo\u00eb \u5f20\u4f1f'");
            assertEquals(0, page.locator("svg.code").count(), "a preview has no code");
            assertAccessible(visit);
            page.keyboard().press("Enter");
            visit.until("document.querySelector('.cert.made svg.code')");
            assertAccessible(visit);
            visit.assertQuiet();
            Download saved = page.waitForDownload(
                    () -> page.getByText("Save the file (JSON)").click());
            assertTrue(
                    saved.suggestedFilename().matches("darkroom-certificate-\\d{4}-\\d\\d-\\d\\d\\.json"),
                    saved.suggestedFilename());
            String text = Files.readString(saved.path());
            assertTrue(text.contains("Zo\u00eb \u5f20\u4f1f"), text);
            page.getByText("Verify it").click();
            visit.until("document.querySelector('.verdict')?.dataset.genuine === 'yes'");
            assertTrue(page.locator(".verdict").textContent().contains("Genuine"));
            assertTrue(page.locator(".verdict dl").textContent().contains("Zo\u00eb \u5f20\u4f1f"));
            assertAccessible(visit);
            String link = page.url();
            page.locator("input[type=file]").setInputFiles(file(text.replace("Zo\u00eb", "Zoe")));
            visit.until("document.querySelector('.verdict')?.dataset.genuine === 'no'");
            assertTrue(page.locator(".verdict").textContent().contains("Not genuine"));
            assertFalse(page.locator(".verdict").textContent().contains("Zo"), "what is not signed is not repeated");
            assertAccessible(visit);
            page.locator("input[type=file]").setInputFiles(file(text));
            visit.until("document.querySelector('.verdict')?.dataset.genuine === 'yes'");
            paste(visit, "  " + text.replace("\"predictions\": 7", "\"predictions\": 8"), "no");
            paste(visit, "\n" + text, "yes");
            page.locator("#pasted").fill(" ");
            page.getByText("Verify", new Page.GetByTextOptions().setExact(true)).click();
            visit.until("!document.querySelector('.verdict')");
            paste(visit, link.substring(0, link.length() - 1), "no");
            paste(visit, link, "yes");
            page.locator("input[type=file]").setInputFiles(file("x".repeat(1 << 20)));
            visit.until("document.querySelector('.verdict')?.textContent.includes('too large')");
            visit.assertQuiet();
        }
    }

    private static void paste(Visit visit, String text, String genuine) {
        visit.page.locator("textarea").fill(text);
        visit.page.locator("verify-desk .btn.go").focus();
        visit.page.keyboard().press("Enter");
        visit.until("document.querySelector('.verdict')?.dataset.genuine === '" + genuine + "'");
    }

    @Test
    void aNameIsOnlyText() {
        try (Visit visit = completed(1440, ColorScheme.LIGHT)) {
            for (String name : List.of(
                    "<script>document.title = 'run'</script>",
                    "<img src=x onerror=\"document.title='run'\">",
                    "\"><svg onload=document.title='run'></a>${1+1}\\")) {
                visit.page.navigate(lesson.url() + "certificate");
                make(visit, name);
                assertEquals(name, visit.page.locator(".holder").textContent());
                assertFalse(visit.page.title().contains("run"));
                visit.page.getByText("Verify it").click();
                visit.until("document.querySelector('.verdict')?.dataset.genuine === 'yes'");
                assertEquals(name, visit.page.locator(".verdict dd").first().textContent());
                assertFalse(visit.page.title().contains("run"));
            }
            visit.assertQuiet();
        }
    }

    @Test
    void anEmptyNameAndOneThatHidesAreRefusedAndANewNameIsANewCertificate() {
        try (Visit visit = completed(1440, ColorScheme.DARK)) {
            for (String name : List.of("", "   ", "Ada\u202egnp")) {
                visit.page.locator("#holder").fill(name);
                visit.page.getByText("Make my certificate").click();
                visit.until("document.querySelector('certificate-desk [role=alert]')");
                assertEquals(0, visit.page.locator(".cert.made").count());
            }
            make(visit, "Ada");
            assertEquals(0, visit.page.locator("certificate-desk [role=alert]").count());
            visit.page.locator("#holder").fill("Ida");
            visit.until("!document.querySelector('.cert.made')");
            assertEquals(1, visit.page.locator(".desk .btn.go").count(), "one primary button");
        }
    }

    @ParameterizedTest
    @CsvSource({"A4,842,595", "Letter,792,612"})
    void itPrintsOnOneSheetOnItsLongSide(String paper, int width, int height) {
        try (Visit visit = completed(1440, ColorScheme.DARK)) {
            make(visit, "W".repeat(64));
            visit.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            for (String hidden : List.of(".bar", ".film", ".foot", ".opener", "#holder", "main h2")) {
                assertFalse(visit.page.locator(hidden).first().isVisible(), hidden);
            }
            assertTrue(visit.page.locator(".cert.made").isVisible());
            assertEquals(
                    true,
                    visit.page.evaluate("(image => image.scrollHeight <= image.clientHeight + 1)"
                            + "(document.querySelector('.cert.made .image'))"),
                    "nothing is cut off");
            String pdf = new String(
                    visit.page.pdf(new Page.PdfOptions().setFormat(paper).setPreferCSSPageSize(true)),
                    StandardCharsets.ISO_8859_1);
            assertEquals(
                    1,
                    Pattern.compile("/Type /Page\\b(?!s)")
                            .matcher(pdf)
                            .results()
                            .count());
            Matcher box =
                    Pattern.compile("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]").matcher(pdf);
            assertTrue(box.find(), "a page has a size");
            assertEquals(width, Double.parseDouble(box.group(1)), 1.5);
            assertEquals(height, Double.parseDouble(box.group(2)), 1.5);
        }
    }
}
