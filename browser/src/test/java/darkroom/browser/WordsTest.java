package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import darkroom.lesson.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sentence becomes a picture: typed or chosen word by word, and each word shows where it acts. */
class WordsTest {

    @RegisterExtension
    private static final Site site = Site.with(TestModels::writeModel, TestModels::linkScenes);

    private static final String NOW = "words-lab [data-of=now]", BEFORE = "words-lab [data-of=before]";

    private static void drawn(Visit visit, String sentence) {
        visit.until("document.querySelector('words-lab .found, words-lab .ask p')"
                + " && document.querySelector('words-lab [data-of=now]').ariaLabel === '" + sentence
                + ", step 25 of 25'"
                + " && !document.querySelector('words-lab progress')");
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aWordShowsWhereItActsAndAnotherTakesItsPlace(int width) {
        try (Visit visit = site.visit("next/words?sentence=a+large+red+ring+on+white", width)) {
            drawn(visit, "a large red ring on white");
            String picture = visit.pixels(NOW);
            Locator red = visit.page.locator("words-lab .ofwords button").nth(2);
            red.press("Enter");
            visit.until("document.querySelector('words-lab .ofwords [aria-pressed=true] span')?.textContent === 'red'");
            String acts = visit.pixels(NOW);
            assertNotEquals(picture, acts);
            visit.page
                    .locator("words-lab")
                    .getByText("Looked at", new Locator.GetByTextOptions().setExact(true))
                    .click();
            visit.until("document.querySelector('words-lab figcaption').textContent.includes('is looked at')");
            assertNotEquals(acts, visit.pixels(NOW));
            red.press("Enter");
            assertEquals(picture, visit.pixels(NOW));
            red.press("Enter");
            visit.page.locator("words-lab .lists select").nth(1).selectOption("blue");
            drawn(visit, "a large blue ring on white");
            assertEquals(
                    0,
                    visit.page.locator("words-lab .ofwords [aria-pressed=true]").count(),
                    "other words are seen as a picture first");
            assertEquals(picture, visit.pixels(BEFORE));
            assertNotEquals(picture, visit.pixels(NOW));
            visit.until("location.search.includes('blue')");
            assertEquals(List.of(), visit.barriers("words-lab"));
            visit.assertQuiet();
        }
    }

    /** What is no scene is drawn, too, and the reader is told; other noise keeps the words and forgets the picture before. */
    @Test
    void whatIsTypedIsDrawn() {
        try (Visit visit = site.visit("next/words", 1440)) {
            drawn(visit, "a large red circle left of a small blue square on white");
            Locator typed = visit.page.locator("words-lab #sentence");
            typed.fill("a green dog");
            typed.press("Enter");
            drawn(visit, "a green dog");
            assertTrue(visit.page.locator("words-lab .ask").textContent().contains("where this one has 'green'"));
            assertEquals(0, visit.page.locator("words-lab .lists").count());
            String one = visit.pixels(NOW);
            visit.page.locator("words-lab").getByText("Other noise").click();
            visit.until("document.querySelector('words-lab [data-of=before]').classList.contains('blank')");
            drawn(visit, "a green dog");
            assertNotEquals(one, visit.pixels(NOW));
            visit.assertQuiet();
        }
    }
}
