package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A word of the glossary is explained where it stands, and the page stays as it was made. */
class GlossaryNoteTest {

    private static final String FOCUS = "document.activeElement.getAttribute('href')";

    @RegisterExtension
    private static final Site site = Site.with();

    private static Visit visit(int width) {
        Visit visit = site.visit("forward", width);
        visit.until("document.querySelector('a.term[aria-expanded=false]')");
        visit.until("document.querySelector('forward-lab input[type=range]')");
        visit.page.evaluate("document.body.dataset.same = 'page'");
        return visit;
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390, 320})
    void aClickShowsTheGlossarysSentencesAndAClickElsewhereClosesThem(int width) {
        try (Visit visit = visit(width)) {
            Locator word =
                    visit.page.locator("main a.term[href='/glossary#normal']").first();
            word.click();
            visit.until("document.querySelector('.gloss .katex')");
            Locator note = visit.page.locator(".gloss");
            assertTrue(note.textContent().contains("Of many numbers at once"), note.textContent());
            assertEquals("true", word.getAttribute("aria-expanded"));
            visit.until("document.activeElement.className === 'gloss'");
            BoundingBox box = note.boundingBox(), at = word.boundingBox();
            assertTrue(box.x >= 0 && box.x + box.width <= width, () -> box.x + " and " + box.width + " wide");
            assertTrue(
                    box.y > at.y && box.y - at.y - at.height < 20 || box.y + box.height < at.y,
                    "the note covers its word, or lies far from it");
            assertEquals(List.of(), visit.barriers());
            visit.page.locator(".gloss .ways").click();
            assertEquals(1, note.count());
            visit.page.locator("h2:visible").first().click();
            assertEquals(0, note.count());
            assertEquals("false", word.getAttribute("aria-expanded"));
            assertEquals("/glossary#normal", visit.page.evaluate(FOCUS));
            assertEquals("page", visit.page.evaluate("document.body.dataset.same"));
            visit.assertQuiet();
        }
    }

    @Test
    void byKeysEscapeLeadsBackToTheWordAndTabOn() {
        try (Visit visit = visit(1440)) {
            Locator word =
                    visit.page.locator("main a.term[href='/glossary#normal']").first();
            word.focus();
            visit.page.keyboard().press("Enter");
            visit.until("document.activeElement.className === 'gloss'");
            visit.page.keyboard().press("Tab");
            assertEquals("Glossary", visit.page.evaluate("document.activeElement.textContent"));
            visit.page.keyboard().press("Escape");
            assertEquals("/glossary#normal", visit.page.evaluate(FOCUS));
            assertEquals(0, visit.page.locator(".gloss").count());
            visit.page.keyboard().press("Enter");
            visit.until("document.activeElement.className === 'gloss'");
            for (int i = 0; i < 3; i++) {
                visit.page.keyboard().press("Tab");
            }
            assertEquals(0, visit.page.locator(".gloss").count());
            assertTrue(
                    visit.page.evaluate(FOCUS).toString().startsWith("/glossary#"),
                    "the focus goes on to the next word");
            assertEquals("page", visit.page.evaluate("document.body.dataset.same"));
            visit.assertQuiet();
        }
    }

    @Test
    void theGlossaryIsAskedOnceAndItsOwnPageIsALinkAway() {
        try (Visit visit = visit(1440)) {
            int[] asked = {0};
            visit.page.onRequest(request -> asked[0] += request.url().endsWith("/glossary") ? 1 : 0);
            Locator words = visit.page.locator("main a.term:visible");
            words.nth(0).click();
            visit.until("document.querySelector('.gloss')");
            visit.page.keyboard().press("Escape");
            words.nth(1).click();
            visit.until("document.querySelector('.gloss')");
            assertEquals(1, asked[0]);
            assertEquals(1, visit.page.locator("a.term[aria-expanded=true]").count());
            visit.page.locator(".gloss .ways a").click();
            visit.page.waitForURL("**/glossary#*");
            visit.assertQuiet();
        }
    }
}
