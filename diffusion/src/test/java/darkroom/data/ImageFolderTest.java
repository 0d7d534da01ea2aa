package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.picture.Picture;
import darkroom.picture.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    @TempDir
    Path folder;

    /** A wide picture of one grey in its middle square and white left and right of it. */
    private static Picture framed(int grey) {
        byte[] values = new byte[12 * 6];
        for (int i = 0; i < values.length; i++) {
            int column = i % 12;
            values[i] = (byte) (column >= 3 && column < 9 ? grey : 255);
        }
        return Picture.ofBytes(12, 6, 1, values);
    }

    @Test
    void aPlainFolderIsOneClassInTheOrderOfNames() throws IOException {
        Png.write(folder.resolve("b.png"), framed(51));
        Png.write(folder.resolve("a.PNG"), framed(0));
        Files.writeString(folder.resolve("notes.txt"), "passed over");
        Files.writeString(folder.resolve(".hidden.png"), "passed over");
        FiniteDataSet data = ImageFolder.read(folder, 3, 1);
        assertEquals(1, data.labels().size());
        assertArrayEquals(new long[] {1, 3, 3}, data.shape());
        float[] values = data.all().values();
        for (int i = 0; i < 18; i++) {
            assertEquals(i < 9 ? -1 : -0.6f, values[i], 1e-6);
        }
    }

    @Test
    void foldersInsideAreClasses() throws IOException {
        Png.write(folder.resolve("dog/1.png"), framed(10));
        Png.write(folder.resolve("cat/1.png"), framed(20));
        Png.write(folder.resolve("cat/2.png"), framed(30));
        FiniteDataSet data = ImageFolder.read(folder, 4, 3);
        assertEquals(List.of("cat", "dog"), data.labels());
        assertArrayEquals(new int[] {0, 0, 1}, data.all().labels());
        assertArrayEquals(new long[] {3, 4, 4}, data.shape());
        assertEquals(10 / 127.5f - 1, data.all().values()[2 * 48 + 17], 1e-6);
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        Png.write(folder.resolve("good.png"), framed(10));
        Files.writeString(folder.resolve("zz-broken.jpg"), "no picture at all");
        Exception refused = assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 4, 1));
        assertTrue(refused.getMessage().contains("zz-broken.jpg"), refused.getMessage());
    }

    @Test
    void whatBelongsNowhereIsRefused() throws IOException {
        assertThrows(NoSuchFileException.class, () -> ImageFolder.read(folder.resolve("none"), 4, 1));
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 4, 1));
        Files.createDirectory(folder.resolve("empty"));
        Exception refused = assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 4, 1));
        assertTrue(refused.getMessage().contains("empty"), refused.getMessage());
        Png.write(folder.resolve("loose.png"), framed(10));
        refused = assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 4, 1));
        assertTrue(refused.getMessage().contains("loose.png"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 4, 4));
    }
}
