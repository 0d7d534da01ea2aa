package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of library in the README run as they stand there. */
class ReadmeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path folder;

    @Test
    void theLinesOfLibraryDrawAPicture() throws Exception {
        String out = run(lines(0), "models", "models");
        assertTrue(out.contains("step 25 of 25"), out);
        assertEquals(32, ImageIO.read(folder.resolve("ring.png").toFile()).getWidth());
    }

    /** On a folder as small as a test needs it. */
    @Test
    void theLinesForAFolderOfDiffusersDrawOne() throws Exception {
        run(
                lines(1).replace("256, 256", "8, 8"),
                "ddpm-cat-256",
                "diffusion/src/test/resources/reference/folders/as_in_2022/pipeline");
        assertEquals(8, ImageIO.read(folder.resolve("cat.png").toFile()).getWidth());
    }

    private static String lines(int place) throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .skip(place)
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private String run(String lines, String name, String target) throws Exception {
        Path program = folder.resolve("Example.java");
        Files.writeString(program, """
                import darkroom.guide.*;
                import darkroom.model.*;
                import darkroom.picture.*;
                import darkroom.sample.*;
                import darkroom.torch.*;
                import java.nio.file.*;

                class Example {
                    public static void main(String[] arguments) throws Exception {
                %s
                    }
                }
                """.formatted(lines));
        Path link = Files.createSymbolicLink(folder.resolve(name), ROOT.resolve(target));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        Files.delete(link);
        assertTrue(ended, "the program ends");
        String out = Files.readString(folder.resolve("out.txt"));
        assertEquals(0, process.exitValue(), out);
        return out;
    }
}
