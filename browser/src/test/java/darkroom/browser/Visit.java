package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A learner's visit to a page: keeps what the browser complains of and what it fetches. */
final class Visit implements AutoCloseable {

    private static final long PATIENCE = 120_000_000_000L;

    final Page page;
    private final BrowserContext context;
    private final ColorScheme theme;
    private final List<String> complaints = new ArrayList<>();
    private final Set<Request> unanswered = new HashSet<>();

    Visit(String base, String path, int width, ColorScheme theme) {
        this.theme = theme;
        context = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, width < 800 ? 844 : 900)
                        .setHasTouch(width < 800)
                        .setColorScheme(theme));
        page = context.newPage();
        page.setDefaultTimeout(30_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onResponse(response -> {
            if (response.status() >= 400) {
                complaints.add(response.status() + " " + response.url());
            }
        });
        String host = URI.create(base).getAuthority();
        page.onRequest(request -> {
            URI asked = URI.create(request.url());
            if (!List.of("data", "blob").contains(asked.getScheme()) && !host.equals(asked.getAuthority())) {
                complaints.add("fetched from outside: " + request.url());
            }
        });
        page.onRequest(unanswered::add);
        page.onRequestFinished(unanswered::remove);
        page.onRequestFailed(unanswered::remove);
        page.navigate(base + path);
    }

    /** Waits until all that the page has asked for is there to its end, as pictures are that come step by step. */
    void untilAnswered() {
        page.waitForCondition(unanswered::isEmpty);
    }

    /** The lines of the numbers that a lab saves. */
    List<String> numbers(String lab) {
        Download file = page.waitForDownload(() -> {
            page.locator(lab + " .menu summary").click();
            page.locator(lab + " .menu").getByText("CSV").click();
        });
        try {
            return Files.readAllLines(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pixels of a canvas, to compare. */
    String pixels(String canvas) {
        return (String) page.locator(canvas).evaluate("canvas => canvas.toDataURL()");
    }

    /** Waits until something is true of the page; asks from here, as the page's policy forbids it to evaluate text. */
    void until(String condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!Boolean.TRUE.equals(page.evaluate("Boolean(" + condition + ")"))) {
            if (System.nanoTime() > end) {
                fail("It never came true that " + condition + "; the browser says " + complaints + " and the page "
                        + page.locator("main").innerText());
            }
            page.waitForTimeout(40);
        }
    }

    /**
     * What would keep somebody out, by axe's rules for WCAG 2.2 AA and good practice, and by those for colours in the other theme,
     * too.
     *
     * @param within where to look; everywhere when nothing is named
     */
    List<String> barriers(String... within) {
        List<String> all = new ArrayList<>(broken(axe(within)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))));
        ColorScheme other = theme == ColorScheme.DARK ? ColorScheme.LIGHT : ColorScheme.DARK;
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(other));
        broken(axe(within).withRules(List.of("color-contrast", "link-in-text-block")))
                .forEach(one -> all.add(other + " " + one));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        return all;
    }

    /** Asks in the page itself, and for violations alone: to describe all that is right takes most of the time. */
    private AxeBuilder axe(String... within) {
        AxeRunOptions told = new AxeRunOptions();
        told.setResultTypes(List.of("violations"));
        AxeBuilder axe = new AxeBuilder(page).options(told).setLegacyMode(true);
        for (String part : within) {
            axe.include(part);
        }
        return axe;
    }

    private static List<String> broken(AxeBuilder axe) {
        return axe.analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                .toList();
    }

    /** Nothing to complain of, and nothing wider than the window. */
    void assertQuiet() {
        assertEquals(List.of(), complaints);
        assertEquals(
                0, page.evaluate("document.documentElement.scrollWidth - innerWidth"), "the page scrolls sideways");
    }

    @Override
    public void close() {
        context.close();
    }
}
