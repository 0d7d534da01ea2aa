package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of text, and the last review by keys: what is missed comes again in other numbers until it is right. */
class ReviewTest {

    @RegisterExtension
    private static final Site site = Site.with();

    @ParameterizedTest
    @ValueSource(strings = {"takeaways?review=7", "next", "glossary#snr"})
    void anyoneCanReadThesePages(String path) {
        for (int width : List.of(1440, 320)) {
            try (Visit visit = site.visit(path, width)) {
                if (path.startsWith("takeaways")) {
                    visit.page.locator("review-lab .btn.go").click();
                    visit.page.locator("review-lab .check label").first().click();
                    visit.page.locator("review-lab .check .btn").click();
                    visit.until("document.querySelector('review-lab .verdict')");
                }
                visit.page.waitForTimeout(300);
                assertEquals(List.of(), visit.barriers());
                visit.assertQuiet();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void whatIsMissedComesAgainUntilItIsRight(int width) {
        try (Visit visit = site.visit("takeaways?review=7", width)) {
            visit.until("document.querySelector('review-lab .btn.go')");
            visit.page.locator("review-lab .btn.go").focus();
            visit.page.keyboard().press("Enter");
            int asked = 0, missed = 0;
            String first = "";
            while (asked < 40) {
                visit.until("document.querySelector('review-lab .check')");
                String question = visit.page.locator("review-lab .question").innerText();
                first = asked == 0 ? question : first;
                assertTrue(asked == 0 || !question.equals(first), "the same question again");
                visit.until("document.activeElement.matches('review-lab input')");
                visit.page.keyboard().press("Space");
                visit.page.keyboard().press("Enter");
                visit.until("document.activeElement.matches('review-lab .verdict')");
                asked++;
                missed += visit.page.locator("review-lab .verdict").innerText().startsWith("✗") ? 1 : 0;
                String course = visit.page.locator("review-lab .course").innerText();
                assertTrue(course.contains((asked - missed) + " of 7 right; " + asked + " answered"), course);
                assertEquals(
                        asked - missed,
                        visit.page.locator("review-lab li.right .word").count());
                visit.page.keyboard().press("Tab");
                visit.page.keyboard().press("Tab");
                visit.page.keyboard().press("Enter");
                visit.until(
                        "document.querySelector('review-lab .sheet-of') || !document.querySelector('review-lab .verdict')");
                if (visit.page.locator("review-lab .sheet-of").count() > 0) {
                    break;
                }
            }
            assertEquals(7, asked - missed, "every part was answered rightly in the end");
            assertTrue(missed > 0, "always the first of four was right");
            assertTrue(visit.page.locator("review-lab").innerText().contains("7 of 7 right"));
            visit.page.getByText("Ask me again after").click();
            visit.until("document.querySelector('review-lab').innerText.includes('comes back on')");
            visit.page.navigate(site.url() + "progress");
            visit.until("document.querySelector('.reviewed')?.innerText.includes('" + asked + " questions in all')");
            visit.until("document.querySelector('.reviewed').innerText.includes('comes back on')");
            visit.page.clock().setFixedTime(Date.from(Instant.now().plus(Duration.ofHours(25))));
            visit.page.navigate(site.url() + "takeaways");
            visit.until("document.querySelector('review-lab')?.innerText.includes('It is time for the next one.')");
            visit.until("document.querySelector('.bar .state').textContent.includes('review due')");
            visit.assertQuiet();
        }
    }
}
