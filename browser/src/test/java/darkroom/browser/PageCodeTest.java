package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.browser.NodeTools.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The code of the page: its types, as its JSDoc has them, and its format. */
class PageCodeTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final NodeTools NODE =
            new NodeTools(Path.of("target/page-tools").toAbsolutePath());

    @BeforeAll
    static void unpackTheTools() throws IOException {
        for (String tool : List.of("typescript", "prettier", "lit", "lit-html", "lit-element", "katex", "uplot")) {
            NODE.unpack(tool, tool);
        }
        NODE.unpack("lit__reactive-element", "@lit/reactive-element");
        NODE.unpack("types__trusted-types", "@types/trusted-types");
    }

    /** {@code lesson/jsconfig.json} says how strictly. */
    @Test
    void theTypesOfItsJsdocHold() throws Exception {
        Outcome checked = NODE.run(
                PROJECT.resolve("lesson"), "typescript/bin/tsc", List.of("-p", "jsconfig.json", "--pretty", "false"));
        assertEquals("", checked.output(), "types that do not hold");
        assertEquals(0, checked.status());
    }

    /**
     * By Prettier; {@code .prettierrc.json} says how.
     *
     * <p>To format: {@code ./mvnw test -pl browser -am -Dtest=PageCodeTest -Dpage.format=true -Dsurefire.failIfNoSpecifiedTests=false}.
     */
    @Test
    void itsModulesAreFormatted() throws Exception {
        String way = Boolean.getBoolean("page.format") ? "--write" : "--check";
        Outcome formatted = NODE.run(
                PROJECT,
                "prettier/bin/prettier.cjs",
                List.of(way, "--log-level", "warn", "lesson/src/main/resources/lesson/page/**/*.js"));
        assertEquals("", formatted.output(), "modules that are not formatted");
        assertEquals(0, formatted.status());
    }
}
