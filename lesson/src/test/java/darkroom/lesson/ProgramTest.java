package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.web.Assets;
import java.awt.image.BufferedImage;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of part 8 run as they stand there. */
class ProgramTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Two moons and the noise that the walk starts from are about 0.08 apart. */
    private static final double NEAR = 0.04;

    private static Path saved(String program, Path folder) throws Exception {
        return Files.writeString(folder.resolve(program), Assets.text("/lesson/programs/" + program));
    }

    private static void compile(Path program) {
        String path = System.getProperty("java.class.path"), folder = String.valueOf(program.getParent());
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", path, "-d", folder, program.toString());
        assertEquals(0, compiled, "the program compiles");
    }

    /** Runs Java in a folder and returns what it printed. */
    private static String run(Path folder, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(JAVA));
        words.addAll(List.of(command));
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(words)
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
        return told;
    }

    private static double number(String before, String told) {
        Matcher found =
                Pattern.compile(Pattern.quote(before) + " (-?[0-9.E-]+)").matcher(told);
        assertTrue(found.find(), told);
        return Double.parseDouble(found.group(1));
    }

    @Test
    void theProgramTrainsAndSamplesTwoMoons(@TempDir Path folder) throws Exception {
        compile(saved("Moons.java", folder));
        String path = folder + File.pathSeparator + System.getProperty("java.class.path");
        String told = run(folder, "-cp", path, "Moons", "400");
        assertTrue(told.contains("update 400, loss 0."), told);
        assertTrue(number("distance to fresh moons", told) < NEAR, told);
        assertEquals(256, ImageIO.read(folder.resolve("moons.png").toFile()).getWidth());
    }

    @Test
    void theProgramFromScratchSamplesItsDrawing(@TempDir Path folder) throws Exception {
        saved("FromScratch.java", folder);
        String told = run(folder, "FromScratch.java", "1000");
        double noise = number("data at t = 100, -66 dB: distance", told);
        for (String sampler : List.of("DDPM in 100 steps", "DDIM in 20 steps")) {
            assertTrue(number(sampler + ": distance", told) < noise / 2, told);
        }
        assertEquals(0, number("data at t = 0, Infinity dB: distance", told), 0.01, "fresh points of the drawing");
        assertTrue(noise > 0.03, told);

        BufferedImage picture = ImageIO.read(folder.resolve("from-scratch.png").toFile());
        assertEquals(List.of(1200, 800), List.of(picture.getWidth(), picture.getHeight()));
        for (int row = 0; row < 4; row++) {
            int noisy = lit(picture, row, 0, 0, 200), clean = lit(picture, row, 1000, 0, 200);
            assertTrue(noisy > 2500 && noisy <= 4000 && clean < noisy, noisy + " and " + clean + " in row " + row);
        }
        int eyes = lit(picture, 3, 1000, 0, 96);
        assertTrue(eyes > 0.9 * lit(picture, 3, 1000, 0, 200), "only the eyes were asked for");
        int upper = lit(picture, 1, 1000, 0, 96);
        assertTrue(upper < 0.7 * lit(picture, 1, 1000, 0, 200), "eyes and mouth were asked for");
    }

    /** The light pixels of a panel, between two heights. */
    private static int lit(BufferedImage picture, int row, int left, int top, int bottom) {
        int lit = 0;
        for (int x = left; x < left + 200; x++) {
            for (int y = 200 * row + top; y < 200 * row + bottom; y++) {
                lit += (picture.getRGB(x, y) & 0xff) > 100 ? 1 : 0;
            }
        }
        return lit;
    }

    @Test
    void itsGradientsAreTheSlopesOfItsLoss(@TempDir Path folder) throws Exception {
        compile(saved("FromScratch.java", folder));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            Class<?> program = loader.loadClass("FromScratch");
            double[][][] theta = (double[][][]) field(program, "theta");
            Random random = new Random(3);
            int batch = 16;
            double[][] input = matrix(random, batch, theta[0].length), v = matrix(random, batch, 2);
            double[][][] seen = {input, null, null};
            double[][] d = new double[batch][];
            call(program, "loss", v, call(program, "predict", (Object) seen), d);
            double[][][] gradients = (double[][][]) call(program, "gradients", d, seen);
            for (int n = 0; n < 300; n++) {
                int k = n % 3, i = random.nextInt(theta[k].length), j = random.nextInt(theta[k][i].length);
                double kept = theta[k][i][j], step = 1e-5;
                double[] loss = new double[2];
                for (int side = 0; side < 2; side++) {
                    theta[k][i][j] = kept + (side == 0 ? step : -step);
                    Object predicted = call(program, "predict", (Object) new double[][][] {input, null, null});
                    loss[side] = (double) call(program, "loss", v, predicted, new double[batch][]);
                }
                theta[k][i][j] = kept;
                assertEquals((loss[0] - loss[1]) / (2 * step), gradients[k][i][j], 1e-7);
            }
        }
    }

    private static double[][] matrix(Random random, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) Arrays.setAll(row, j -> random.nextGaussian());
        return matrix;
    }

    private static Object field(Class<?> program, String name) throws Exception {
        var field = program.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    private static Object call(Class<?> program, String name, Object... arguments) throws Exception {
        Method method = Arrays.stream(program.getDeclaredMethods())
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        return method.invoke(null, arguments);
    }
}
