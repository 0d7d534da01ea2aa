package darkroom.browser;

import com.microsoft.playwright.options.ColorScheme;
import darkroom.lesson.Server;
import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A lesson for the tests of a class, which visit it in a browser, from its first second on. */
final class Site implements BeforeAllCallback, AfterAllCallback {

    private final Server server;

    private Site(Server server) {
        this.server = server;
    }

    static Site with(Server.Part... models) {
        return new Site(Server.with(models));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Chromium.browser();
        server.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server.stop();
    }

    String url() {
        return server.lesson.url();
    }

    Visit visit(String path, int width) {
        return visit(path, width, ColorScheme.DARK);
    }

    Visit visit(String path, int width, ColorScheme theme) {
        return new Visit(url(), path, width, theme);
    }
}
