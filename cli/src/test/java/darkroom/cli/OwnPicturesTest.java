package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.picture.Picture;
import darkroom.picture.Png;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe and the commands of {@code docs/own-pictures.md} do what the page says, with fewer updates. */
class OwnPicturesTest {

    private static final Path PAGE = Path.of("").toAbsolutePath().resolveSibling("docs/own-pictures.md");

    @TempDir
    Path folder;

    private static List<String> blocks(String language) throws Exception {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n') + 1, block.length() - 3))
                .toList();
    }

    private static String fewer(String recipe) {
        return recipe.replaceFirst("\"steps\": 1500", "\"steps\": 4")
                .replaceFirst("\"batch\": 16", "\"batch\": 2")
                .replaceFirst("\"samples_every\": 500", "\"samples_every\": 2");
    }

    private static Picture flat(int red, int green, int blue) {
        byte[] values = new byte[3 * 40 * 30];
        for (int i = 0; i < values.length; i += 3) {
            values[i] = (byte) red;
            values[i + 1] = (byte) green;
            values[i + 2] = (byte) blue;
        }
        return Picture.ofBytes(40, 30, 3, values);
    }

    @Test
    void theCommandsOfThePageLeadFromAFolderToSamples() throws Exception {
        for (int i = 0; i < 3; i++) {
            Png.write(folder.resolve("pictures/sun/" + i + ".png"), flat(255, 200 + i, 0));
            Png.write(folder.resolve("pictures/moon/old/" + i + ".png"), flat(20 + i, 20, 60));
        }
        Files.writeString(folder.resolve("own.json"), fewer(blocks("json").get(0)));
        List<String> commands = blocks("sh").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("./darkroom "))
                .toList();
        assertEquals(3, commands.size(), commands.toString());
        for (String command : commands) {
            Command run = Command.run(
                    folder, folder, command.substring("./darkroom ".length()).split(" "));
            assertEquals(0, run.status(), command + ": " + run.err());
            assertTrue(
                    command.contains(" sample ") || run.out().startsWith("6 pictures in 2 classes (moon 3, sun 3)."),
                    run.out());
        }
        assertTrue(ImageIO.read(folder.resolve("own.png").toFile()).getWidth() > 3 * 128, "eight samples of 32 x 32");
        for (String kept : List.of("log.csv", "samples/000002.png", "samples/000004.png")) {
            assertTrue(Files.isRegularFile(folder.resolve("runs/own/training").resolve(kept)), kept);
        }
    }
}
