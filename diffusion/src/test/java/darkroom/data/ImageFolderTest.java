package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.picture.Picture;
import darkroom.picture.Png;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    private static final Path PICTURES = Path.of("src/test/resources/pictures");

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
        ImageFolder data = ImageFolder.read(folder, 3, 1);
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
        ImageFolder data = ImageFolder.read(folder, 4, 3);
        assertEquals(List.of("cat", "dog"), data.labels());
        assertArrayEquals(new int[] {0, 0, 1}, data.all().labels());
        assertArrayEquals(new long[] {3, 4, 4}, data.shape());
        assertEquals(10 / 127.5f - 1, data.all().values()[2 * 48 + 17], 1e-6);
    }

    private static String found(Path folder) throws IOException {
        return ImageFolder.read(folder, 4, 1).found().orElseThrow();
    }

    @Test
    void whatWasFoundAndWhatWasPassedOverIsSaidInOneSentence() throws IOException {
        Png.write(folder.resolve("dog/1.png"), framed(10));
        Png.write(folder.resolve("cat/1.png"), framed(20));
        Files.copy(PICTURES.resolve("lossy.webp"), folder.resolve("cat/2.webp"));
        Files.copy(PICTURES.resolve("plain.bmp"), folder.resolve("cat/no-ending"));
        Files.writeString(folder.resolve("a.txt"), "notes");
        Files.writeString(folder.resolve("cat/broken.jpg"), "no picture at all");
        byte[] half = Files.readAllBytes(PICTURES.resolve("plain.bmp"));
        Files.write(folder.resolve("dog/cut.bmp"), Arrays.copyOf(half, half.length / 2));
        assertEquals(
                "4 pictures in 2 classes (cat 3, dog 1), 3 files passed over: a.txt (not a picture), "
                        + "cat/broken.jpg (not a picture), dog/cut.bmp (broken, or of an unusual kind).",
                found(folder));
    }

    @Test
    void deeperFoldersBelongToTheClassAboveThem() throws IOException {
        Png.write(folder.resolve("cat/old/grey/1.png"), framed(20));
        Png.write(folder.resolve("cat/2.png"), framed(20));
        Png.write(folder.resolve("cat-b/1.png"), framed(20));
        Png.write(folder.resolve("dog/new/1.png"), framed(20));
        assertEquals("4 pictures in 3 classes (cat 2, cat-b 1, dog 1).", found(folder));
    }

    @Test
    void whatSystemsLeaveIsNotMentioned() throws IOException {
        Png.write(folder.resolve("cat/1.png"), framed(20));
        Png.write(folder.resolve("__MACOSX/cat/._1.png"), framed(20));
        Png.write(folder.resolve("__MACOSX/cat/1.png"), framed(20));
        Png.write(folder.resolve(".thumbnails/1.png"), framed(20));
        for (String name : List.of(".DS_Store", "cat/.DS_Store", "cat/Thumbs.db", "desktop.ini")) {
            Files.writeString(folder.resolve(name), "left behind");
        }
        assertEquals("1 picture in 1 class (cat 1).", found(folder));
    }

    @Test
    void linksAreFollowedAndLoopsPassedOver() throws IOException {
        Path elsewhere = folder.resolve("elsewhere"), pictures = folder.resolve("pictures");
        Png.write(elsewhere.resolve("1.png"), framed(20));
        Png.write(pictures.resolve("cat/2.png"), framed(20));
        Files.createSymbolicLink(pictures.resolve("cat/1.png"), elsewhere.resolve("1.png"));
        Files.createSymbolicLink(pictures.resolve("dog"), elsewhere);
        Files.createSymbolicLink(pictures.resolve("cat/again"), pictures);
        Files.createSymbolicLink(pictures.resolve("cat/gone.png"), elsewhere.resolve("none.png"));
        String found = found(pictures);
        assertTrue(found.startsWith("3 pictures in 2 classes (cat 2, dog 1), 2 files passed over: "), found);
        assertTrue(found.contains("cat/again (a link to a folder that it lies in)"), found);
        assertTrue(found.contains("cat/gone.png (a link to nothing)"), found);
    }

    @Test
    void ofManyFilesThatArePassedOverTheFirstAreNamedAndTheOthersCounted() throws IOException {
        Png.write(folder.resolve("1.png"), framed(20));
        for (int i = 10; i < 25; i++) {
            Files.writeString(folder.resolve(i + ".txt"), "notes");
        }
        String found = found(folder);
        assertTrue(found.contains("15 files passed over: 10.txt (not a picture), "), found);
        assertTrue(found.endsWith("19.txt (not a picture) and 5 more (5 not a picture)."), found);
    }

    @Test
    void aPictureWithALyingHeaderStopsNothing() throws IOException {
        Png.write(folder.resolve("1.png"), framed(20));
        byte[] huge = Png.bytes(framed(20));
        ByteBuffer.wrap(huge).putInt(16, 60_000).putInt(20, 60_000);
        CRC32 sum = new CRC32();
        sum.update(huge, 12, 17);
        ByteBuffer.wrap(huge).putInt(29, (int) sum.getValue());
        Files.write(folder.resolve("bomb.png"), huge);
        assertEquals(
                "1 picture in 1 class (pictures 1), 1 file passed over: "
                        + "bomb.png (60000 x 60000 pixels are more than 50 million).",
                found(folder));
    }

    @Test
    void aFolderWithoutAPictureIsRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder.resolve("none"), 4, 1));
        refused("holds no picture that can be read.");
        Files.createDirectory(folder.resolve("empty"));
        refused("holds no picture that can be read.");
        Files.writeString(folder.resolve("empty/a.jpg"), "none either");
        refused("holds no picture that can be read; 1 file passed over: empty/a.jpg (not a picture).");
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 4, 4));
    }

    @Test
    void picturesBesideTheFoldersOfTheClassesAreRefused() throws IOException {
        Png.write(folder.resolve("loose.png"), framed(10));
        Png.write(folder.resolve("cat/1.png"), framed(10));
        refused("pictures beside them");
    }

    private void refused(String reason) {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 4, 1));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void captionsLieInLinesOrBesideTheirPictures() throws IOException {
        Png.write(folder.resolve("deep/a.png"), framed(10));
        Png.write(folder.resolve("deep/b.png"), framed(20));
        Files.writeString(
                folder.resolve("metadata.jsonl"),
                "{\"file_name\": \"deep/b.png\", \"text\": \"a dark cat\", \"width\": 12}\n\n");
        Files.writeString(folder.resolve("deep/a.txt"), "a darker cat\n");
        ImageFolder data = ImageFolder.read(folder, 3, 1);
        assertEquals(List.of("a darker cat", "a dark cat"), data.all().captions());
        assertEquals(
                "2 pictures in 1 class (deep 2), with captions.", data.found().orElseThrow());
        Batch batch = data.batch(1, 0, 5);
        for (int i = 0; i < 5; i++) {
            boolean darker = batch.values()[9 * i] < -0.9;
            assertEquals(
                    darker ? "a darker cat" : "a dark cat", batch.captions().get(i));
        }
    }

    @Test
    void captionsThatAreMissingOrBrokenAreNamed() throws IOException {
        Png.write(folder.resolve("a.png"), framed(10));
        Png.write(folder.resolve("b.png"), framed(20));
        Files.writeString(folder.resolve("a.txt"), "a cat");
        assertRefused("The picture b.png has no caption");
        Files.writeString(
                folder.resolve("metadata.jsonl"),
                "{\"file_name\": \"b.png\", \"text\": \"a cat\"}\n{\"text\": \"none\"}\n");
        assertRefused("metadata.jsonl, line 2: a line needs file_name and text");
        Files.writeString(folder.resolve("metadata.jsonl"), "b.png: a cat\n");
        assertRefused("metadata.jsonl, line 1: not JSON");
        Files.delete(folder.resolve("metadata.jsonl"));
        Files.write(folder.resolve("b.txt"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0x41});
        assertRefused("b.txt is no text in UTF-8");
    }

    private void assertRefused(String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> ImageFolder.read(folder, 3, 1))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
