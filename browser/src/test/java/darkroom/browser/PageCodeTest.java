package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.browser.NodeTools.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page's modules are formatted by Prettier; {@code .prettierrc.json} says how. */
class PageCodeTest {

    /** To format: {@code ./mvnw test -pl browser -am -Dtest=PageCodeTest -Dpage.format=true -Dsurefire.failIfNoSpecifiedTests=false}. */
    @Test
    void itsModulesAreFormatted() throws Exception {
        NodeTools node = new NodeTools(Path.of("target/page-tools").toAbsolutePath());
        node.unpack("prettier", "prettier");
        Path project = Path.of("").toAbsolutePath().getParent();
        String way = Boolean.getBoolean("page.format") ? "--write" : "--check";
        Outcome formatted = node.run(
                project,
                "prettier/bin/prettier.cjs",
                List.of(way, "--log-level", "warn", "lesson/src/main/resources/lesson/page/**/*.js"));
        assertEquals("", formatted.output(), "modules that are not formatted");
        assertEquals(0, formatted.status());
    }
}
