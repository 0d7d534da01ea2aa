package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.web.Assets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of part 8 runs as it stands there. */
class ProgramTest {

    /** Two moons and the noise that the walk starts from are about 0.08 apart. */
    private static final double NEAR = 0.04;

    @Test
    void theProgramTrainsAndSamplesTwoMoons(@TempDir Path folder) throws Exception {
        Matcher program =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Assets.text("/lesson/parts/8-next.md"));
        assertTrue(program.find(), "part 8 shows a program");
        Path source = Files.writeString(folder.resolve("Moons.java"), program.group(1));
        String path = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", path, "-d", folder.toString(), source.toString());
        assertEquals(0, compiled, "the program compiles");
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + System.getProperty("path.separator") + path,
                        "Moons",
                        "400"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the program ends");
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(out);
        assertEquals(0, process.exitValue(), told);
        assertTrue(told.contains("update 400, loss 0."), told);
        Matcher distance =
                Pattern.compile("distance to fresh moons (-?[0-9.E-]+)").matcher(told);
        assertTrue(distance.find(), told);
        assertTrue(Double.parseDouble(distance.group(1)) < NEAR, told);
        assertEquals(256, ImageIO.read(folder.resolve("moons.png").toFile()).getWidth());
    }
}
