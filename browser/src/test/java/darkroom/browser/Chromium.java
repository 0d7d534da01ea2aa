package darkroom.browser;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The browser that the machine has; all tests of a run share one. */
final class Chromium {

    private static @Nullable Browser browser;

    /** The shell comes first: it draws the same pages without a window's frame around each, a quarter faster. */
    private static final List<String> COMMANDS = List.of(
            "chromium-headless-shell",
            "chrome-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome.exe");

    private static final List<String> PLACES = List.of(
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "C:/Program Files/Google/Chrome/Application/chrome.exe");

    private Chromium() {}

    /** The browser, started when it is first asked for; it ends with this process. */
    static Browser browser() {
        if (browser == null) {
            Path executable = executable();
            browser = Playwright.create()
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable)
                            .setArgs(List.of("--no-sandbox")));
        }
        return browser;
    }

    /**
     * Where Chromium or Chrome lies: where the variable {@code CHROMIUM} says, or where it usually does. Without one the
     * test is skipped, and fails where {@code CI} is {@code true}.
     */
    private static Path executable() {
        return candidates().filter(Files::isExecutable).findFirst().orElseGet(Chromium::missing);
    }

    private static Stream<Path> candidates() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Stream.of(Path.of(named));
        }
        List<String> folders = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .toList();
        Stream<Path> onThePath =
                COMMANDS.stream().flatMap(command -> folders.stream().map(folder -> Path.of(folder, command)));
        return Stream.concat(onThePath, PLACES.stream().map(Path::of));
    }

    private static Path missing() {
        String sentence = "The tests in a browser need Chromium or Chrome, and none was found: install one (on Debian:"
                + " apt-get install chromium-headless-shell) or name it in the variable CHROMIUM, then run ./mvnw -pl browser -am verify.";
        return "true".equals(System.getenv("CI")) ? fail(sentence) : abort(sentence);
    }
}
