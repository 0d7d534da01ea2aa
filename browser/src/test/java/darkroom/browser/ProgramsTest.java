package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import darkroom.lesson.web.Assets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The programs of part 8 are read, copied and saved as their files have them, and lead to the experiments. */
class ProgramsTest {

    private static final List<String> FILES = List.of("FromScratch.java", "from_scratch.py", "Moons.java");

    @RegisterExtension
    private static final Site site = Site.with();

    @Test
    void eachTabShowsCopiesAndSavesItsFile() throws Exception {
        try (Visit visit = site.visit("next", 1440)) {
            visit.page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            visit.until(
                    "document.querySelector('program-tabs [role=tab]') && document.querySelector('.program .copy')");
            Locator tabs = visit.page.locator("program-tabs [role=tab]");
            assertEquals(List.of("Plain Java", "NumPy", "Java with Darkroom"), tabs.allTextContents());
            tabs.first().focus();
            for (String file : FILES) {
                Locator program = visit.page.locator(".program:visible");
                assertEquals(1, program.count());
                String written = Assets.text("/lesson/programs/" + file);
                assertEquals(written, program.locator("pre").textContent());
                program.locator(".copy").click();
                visit.until("document.querySelector('.program:not([hidden]) .copy').textContent === 'Copied'");
                assertEquals(written, visit.page.evaluate("navigator.clipboard.readText()"));
                Download saved = visit.page.waitForDownload(
                        () -> program.getByText("Save " + file).click());
                assertEquals(file, saved.suggestedFilename());
                assertEquals(written, Files.readString(saved.path()));
                visit.page.locator("[role=tab][aria-selected=true]").press("ArrowRight");
            }
            assertEquals("true", tabs.first().getAttribute("aria-selected"));
            Locator blocks = visit.page.locator(".program:visible pre b");
            assertTrue(blocks.count() > 10);
            assertEquals(blocks.count() - 2, blocks.locator("a").count(), "each block but the last two has its lab");
            blocks.locator("a").first().click();
            visit.page.waitForURL("**/forward?view=points");
            visit.assertQuiet();
        }
    }
}
