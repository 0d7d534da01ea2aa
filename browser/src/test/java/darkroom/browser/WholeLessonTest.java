package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import darkroom.lesson.Lesson;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner takes the whole lesson, from its first page to a certificate that someone verifies; once by mouse, once by keys alone. */
class WholeLessonTest {

    /** The right answer of each part's first quick check, counted from 0 as the file has them; part 0 has none. */
    private static final int[] RIGHT = {-1, 2, 1, 2, 1, 3, 1, 2};

    @TempDir
    static Path folder;

    private static Lesson lesson;

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

    @Test
    void byMouse() throws IOException {
        try (Visit visit = new Visit(lesson.url(), "", 1440, ColorScheme.DARK)) {
            new Walk(visit, new Mouse()).whole();
        }
    }

    @Test
    void byKeysAlone() throws IOException {
        try (Visit visit = new Visit(lesson.url(), "", 1440, ColorScheme.LIGHT)) {
            new Walk(visit, new Keys(visit.page)).whole();
        }
    }

    private record Walk(Visit visit, Hand hand) {

        void whole() throws IOException {
            visit.until("document.querySelector('.tray')?.textContent.includes('denoising step')");
            next("/drown");
            visit.until("document.querySelector('drown-lab .ask input')");
            hand.press(exact("drown-lab", "20%"));
            visit.until("document.querySelector('#drowned').ariaLabel.includes('20%')");
            guess("drown-lab .ask", 3, "drown-lab .ask .verdict");
            check(1);
            next("/forward");
            guess("half-question", 0, "half-question .settled");
            hand.toEnd(one("forward-lab input[type=range]"));
            visit.until("document.querySelector('forward-lab .read').textContent.includes('1000 of 1000')");
            check(2);
            next("/schedules");
            guess("drawn-schedule", 1, "drawn-schedule .settled");
            check(3);
            next("/reverse");
            guess("jumps-lab .ask", 3, "jumps-lab .ask .settled");
            check(4);
            next("/journey");
            guess("#panel-noise .ask", 1, "#panel-noise .settled");
            hand.press(one("journey-lab > .onward button"));
            guess("#panel-forward .ask", 1, "#panel-forward .settled");
            hand.press(one("journey-lab > .onward button"));
            visit.until("!document.querySelector('#panel-learning').hidden");
            hand.press(one("journey-lab > .onward button"));
            guess("#panel-reverse .ask", 3, "#panel-reverse .settled");
            assertTrue(one(".counts").innerText().contains("This part's lab is done"));
            check(5);
            next("/playground");
            hand.press(one("button.play"));
            visit.until("document.querySelector('.status').textContent === 'Removing noise'");
            hand.toEnd(one("play-lab input[type=range]"));
            visit.until("document.querySelector('.status').textContent === 'Finished'");
            assertTrue(one("play-lab .now").innerText().startsWith("Done after 160 evaluations of the network"));
            check(6);
            next("/takeaways");
            review();
            check(7);
            next("/next");
            complete();
            certify();
        }

        /** On to the next part by the link below the text. */
        private void next(String path) {
            visit.assertQuiet();
            follow(one("a.next, a[href='/drown'].btn"), path);
            visit.until("document.querySelector('.film [aria-current]').pathname === '" + path + "'");
        }

        private void follow(Locator link, String path) {
            hand.press(link);
            visit.page.waitForURL(lesson.url() + path.substring(1) + "**");
        }

        private void guess(String question, int answer, String finding) {
            visit.until("document.querySelector('" + question + " input[type=radio]')");
            assertEquals(0, visit.page.locator(finding).count(), "nothing is told before the guess");
            hand.choose(visit.page.locator(question + " input[type=radio]").nth(answer));
            hand.press(exact(question, "Lock in my guess"));
            visit.until("document.querySelector('" + finding + "')");
            hand.assertNotLost();
            assertTrue(
                    visit.page
                            .locator("main")
                            .innerText()
                            .toLowerCase(Locale.ROOT)
                            .contains("your guess"),
                    "the guess is held against it");
            visit.until(
                    "document.querySelector('.unkept').hidden && !sessionStorage.getItem('outbox')?.includes('api')");
        }

        /** Wrong at first, then right; both times it is said why. */
        private void check(int part) {
            answer((RIGHT[part] + 1) % 4);
            visit.until("document.querySelector('quick-check .verdict')?.textContent.includes('Not this one.')");
            String why = one("quick-check .verdict p").innerText();
            assertTrue(why.length() > 60, why);
            hand.assertNotLost();
            answer(RIGHT[part]);
            visit.until("document.querySelector('quick-check .verdict')?.textContent.includes('✓ Right.')");
            assertTrue(one("quick-check .verdict").innerText().contains("after 2 tries"));
            visit.until("document.querySelector('.open').textContent.includes('All that counts in this part is done')");
            visit.until("document.querySelector('.film [aria-current] .tick')");
        }

        private void answer(int option) {
            visit.until("document.querySelectorAll('quick-check input').length === 4");
            hand.choose(visit.page.locator("quick-check[number='1'] input[value='" + option + "']"));
            hand.press(exact("quick-check[number='1']", "Check my answer"));
        }

        private void review() {
            hand.press(exact("review-lab", "Begin the review"));
            visit.until("document.querySelector('review-lab .check input')");
            hand.choose(visit.page.locator("review-lab .check input").nth(1));
            hand.press(exact("review-lab", "Check my answer"));
            visit.until("document.querySelector('review-lab .verdict p + p')");
            hand.press(exact("review-lab", "Next question"));
            visit.until(
                    "document.querySelector('review-lab .check') && !document.querySelector('review-lab .verdict')");
            hand.assertNotLost();
        }

        private void complete() {
            visit.until("document.querySelector('.bar .state').textContent === '8 of 8 parts'");
            follow(one("a.next"), "/progress");
            visit.until("document.querySelectorAll('.guesses .verdict').length === 7");
            hand.press(exact("progress-page", "Mark as complete"));
            visit.until("document.querySelector('.finish').textContent.includes('You marked it as complete on')");
            hand.assertNotLost();
            visit.assertQuiet();
            follow(exact("progress-page", "Get your certificate"), "/certificate");
        }

        private void certify() throws IOException {
            visit.until("document.querySelector('#holder')");
            hand.type(one("#holder"), "Ada Lovelace");
            hand.press(exact("certificate-desk", "Make my certificate"));
            visit.until("document.querySelector('.cert.made svg.code')");
            hand.assertNotLost();
            String file = Files.readString(visit.page
                    .waitForDownload(() -> hand.press(exact("certificate-desk", "Save the file (JSON)")))
                    .path());
            assertTrue(file.contains("Ada Lovelace"), file);
            visit.assertQuiet();
            follow(exact("certificate-desk", "Verify it"), "/verify");
            verdict("yes");
            open(file.replace("Ada", "Ida"));
            verdict("no");
            open(file);
            verdict("yes");
            hand.assertNotLost();
            assertTrue(one("verify-desk .verdict dl").innerText().contains("Ada Lovelace"));
            visit.assertQuiet();
        }

        private void open(String text) {
            visit.page
                    .waitForFileChooser(() -> hand.press(one("verify-desk input[type=file]")))
                    .setFiles(new FilePayload(
                            "certificate.json", "application/json", text.getBytes(StandardCharsets.UTF_8)));
        }

        private void verdict(String genuine) {
            visit.until("document.querySelector('.verdict')?.dataset.genuine === '" + genuine + "'");
        }

        private Locator one(String selector) {
            return visit.page.locator(selector).first();
        }

        private Locator exact(String within, String text) {
            return visit.page
                    .locator(within)
                    .getByText(text, new Locator.GetByTextOptions().setExact(true))
                    .first();
        }
    }
}
