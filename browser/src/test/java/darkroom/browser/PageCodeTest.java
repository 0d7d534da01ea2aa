package darkroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.browser.NodeTools.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The code of the page: its types, as its JSDoc has them, and its format. */
class PageCodeTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final String PAGE = "lesson/src/main/resources/lesson/page";
    private static final int WIDTH = 140;
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
     * <p>To format: {@code ./mvnw test -pl browser -am -Dtest=PageCodeTest -Dpage.format=true -DfailIfNoTests=false
     * -Dsurefire.failIfNoSpecifiedTests=false}.
     */
    @Test
    void itsModulesAndStylesAreFormatted() throws Exception {
        String way = Boolean.getBoolean("page.format") ? "--write" : "--check";
        Outcome formatted = NODE.run(
                PROJECT, "prettier/bin/prettier.cjs", List.of(way, "--log-level", "warn", PAGE + "/**/*.{js,css}"));
        assertEquals("", formatted.output(), "files that are not formatted");
        assertEquals(0, formatted.status());
    }

    /** Prettier leaves text and comments as long as they are. */
    @Test
    void noLineIsLongerThanAScreenIsWide() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(PROJECT.resolve(PAGE))) {
            files = all.filter(file -> file.toString().matches(".*\\.(js|css)")).toList();
        }
        assertTrue(files.size() > 50, "files found: " + files.size());
        List<String> wide = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                int width = lines.get(i).length();
                if (width > WIDTH) {
                    wide.add(file.getFileName() + ":" + (i + 1) + " has " + width + " characters");
                }
            }
        }
        assertEquals(List.of(), wide);
    }
}
