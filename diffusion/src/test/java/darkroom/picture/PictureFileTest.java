package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {

    @TempDir
    Path folder;

    private static Picture allGreys(int channels) {
        byte[] values = new byte[256 * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i / channels + 40 * (i % channels));
        }
        return Picture.ofBytes(16, 16, channels, values);
    }

    private static Picture smooth(int size) {
        byte[] values = new byte[size * size * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (127 + 100 * Math.sin(i / 3 % size * 0.1 + i % 3));
        }
        return Picture.ofBytes(size, size, 3, values);
    }

    private Path jpeg(Picture picture) throws IOException {
        Path file = folder.resolve("picture.jpg");
        ImageIO.write(Images.image(picture), "jpeg", file.toFile());
        return file;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aPngHoldsEveryValue(int channels) throws IOException {
        Path file = folder.resolve("new/folder/picture.png");
        Png.write(file, allGreys(channels));
        assertEquals(allGreys(channels), PictureFile.read(file));
        assertEquals(-1, Arrays.mismatch(Png.bytes(allGreys(channels)), Files.readAllBytes(file)));
    }

    @Test
    void aJpegIsCloseToItsPicture() throws IOException {
        Picture picture = smooth(40), read = PictureFile.read(jpeg(picture));
        assertEquals(3, read.channels());
        for (int i = 0; i < 40; i++) {
            assertEquals(picture.value(20, i, 1), read.value(20, i, 1), 12);
        }
    }

    @Test
    void greysOfOtherDepthsAndTransparencyAreRead() throws IOException {
        Path file = folder.resolve("deep.png");
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x8080);
        deep.getRaster().setSample(1, 0, 0, 0xFFFF);
        ImageIO.write(deep, "png", file.toFile());
        assertEquals(Picture.ofBytes(2, 1, 1, (byte) 128, (byte) 255), PictureFile.read(file));

        BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(0, 0, 0xFF102030);
        clear.setRGB(1, 0, 0x00102030);
        ImageIO.write(clear, "png", file.toFile());
        Picture read = PictureFile.read(file);
        assertEquals(0x102030, read.rgb(0, 0));
        assertEquals(0xFFFFFF, read.rgb(0, 1));
    }

    @Test
    void aPictureOfTooManyPixelsIsRefusedByItsHeader() throws IOException {
        Path file = folder.resolve("bomb.png");
        Files.write(file, png(60_000, 60_000, new byte[100]));
        Exception refused = assertThrows(IllegalArgumentException.class, () -> PictureFile.read(file));
        assertTrue(refused.getMessage().contains("bomb.png"), refused.getMessage());
        assertTrue(refused.getMessage().contains("60000 x 60000 pixels"), refused.getMessage());
    }

    @Test
    void aFileCutOffAnywhereIsRefusedOrStillWhole() throws IOException {
        Path cut = folder.resolve("cut");
        for (Path whole : new Path[] {jpeg(smooth(40)), folder.resolve("picture.png")}) {
            if (!Files.exists(whole)) {
                Png.write(whole, allGreys(3));
            }
            Picture picture = PictureFile.read(whole);
            byte[] bytes = Files.readAllBytes(whole);
            for (int length = 0; length < bytes.length - 20; length += 7) {
                Files.write(cut, Arrays.copyOf(bytes, length));
                try {
                    assertEquals(picture, PictureFile.read(cut), whole + " cut off after " + length);
                } catch (IllegalArgumentException e) {
                    assertTrue(e.getMessage().startsWith(cut.toString()), e.getMessage());
                    continue;
                }
                assertTrue(length > bytes.length - 40, "read a file cut off after " + length);
            }
        }
    }

    @Test
    void aFileOfChangedBytesNeverEndsInAnotherError() throws IOException {
        Path changed = folder.resolve("changed");
        Random random = new Random(1);
        int refused = 0;
        for (byte[] whole : new byte[][] {Png.bytes(allGreys(1)), Files.readAllBytes(jpeg(smooth(24)))}) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = whole.clone();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                Files.write(changed, bytes);
                try {
                    PictureFile.read(changed);
                } catch (IllegalArgumentException e) {
                    refused++;
                }
            }
        }
        assertTrue(refused > 100, refused + " were refused");
    }

    @Test
    void whatIsNoPictureIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        assertEquals(
                "not a picture",
                assertThrows(UnreadablePicture.class, () -> PictureFile.read(text))
                        .reason());
        assertThrows(NoSuchFileException.class, () -> PictureFile.read(folder.resolve("none.png")));
        assertThrows(NoSuchFileException.class, () -> PictureFile.read(folder));
    }

    /** A PNG file of grey pixels that promises any size. */
    private static byte[] png(int width, int height, byte[] pixels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 0, 0, 0, 0});
        chunk(data, "IHDR", header.toByteArray());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(pixels);
        }
        chunk(data, "IDAT", packed.toByteArray());
        chunk(data, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(type.getBytes(StandardCharsets.US_ASCII));
        sum.update(content);
        out.writeInt(content.length);
        out.writeBytes(type);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
