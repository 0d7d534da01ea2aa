package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of every kind, most written by another library: a quarter each of red, green, blue and white. */
class PictureKindsTest {

    private static final Path PICTURES = Path.of("src/test/resources/pictures");

    @TempDir
    Path folder;

    /** The colours in the middles of the four quarters, as 0xRRGGBB, in reading order. */
    private static void assertQuarters(Picture picture, int tolerance, int... expected) {
        assertEquals("24 x 16", picture.width() + " x " + picture.height());
        for (int quarter = 0; quarter < 4; quarter++) {
            int colour = picture.rgb(4 + 8 * (quarter / 2), 6 + 12 * (quarter % 2));
            for (int shift = 0; shift < 24; shift += 8) {
                assertEquals(
                        expected[quarter] >> shift & 0xFF,
                        colour >> shift & 0xFF,
                        tolerance,
                        () -> Integer.toHexString(colour) + " in a quarter");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lossless.webp, 0",
        "lossy.webp, 12",
        "clear.webp, 0",
        "animated.webp, 0",
        "turned.webp, 0",
        "plain.bmp, 0",
        "animated.gif, 0",
        "deflated.tif, 0",
        "pages.tif, 0",
        "turned.tif, 0",
        "cmyk.tif, 24",
        "cmyk.jpg, 24",
        "progressive.jpg, 6",
        "turned.jpg, 6",
        "palette.png, 0",
        "clear.png, 0",
        "turned.png, 0",
    })
    void everyKindShowsItsFirstPictureUprightOnWhite(String name, int tolerance) throws IOException {
        assertQuarters(PictureFile.read(PICTURES.resolve(name)), tolerance, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF);
    }

    @Test
    void theNameDoesNotMatter() throws IOException {
        Path file = Files.copy(PICTURES.resolve("lossless.webp"), folder.resolve("really-a-webp.jpg"));
        assertEquals(PictureFile.read(PICTURES.resolve("lossless.webp")), PictureFile.read(file));
    }

    @Test
    void sixteenBitsAreRoundedToEight() throws IOException {
        ColorModel deep = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, ColorModel.OPAQUE, DataBuffer.TYPE_USHORT);
        WritableRaster raster = deep.createCompatibleWritableRaster(1, 1);
        raster.setPixel(0, 0, new int[] {0x1234, 0x8180, 0xFFFF});
        Path file = folder.resolve("deep.png");
        ImageIO.write(new BufferedImage(deep, raster, false, null), "png", file.toFile());
        assertEquals(0x1281FF, PictureFile.read(file).rgb(0, 0));
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(PICTURES)) {
            return all.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileCutOffInItsMiddleIsRefusedWithItsName(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int share = 1; share < 8; share++) {
            Path cut = folder.resolve("cut");
            Files.write(cut, Arrays.copyOf(bytes, bytes.length * share / 16));
            String message = assertThrows(UnreadablePicture.class, () -> PictureFile.read(cut), share + " sixteenths")
                    .getMessage();
            assertTrue(message.startsWith(cut.toString()), message);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void changedBytesNeverEndInAnotherError(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        Path changed = folder.resolve("changed");
        for (int i = 0; i < 100; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Files.write(changed, bytes);
            try {
                PictureFile.read(changed);
            } catch (UnreadablePicture e) {
                assertTrue(e.getMessage().contains(e.reason()), e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ftypheic, Heif", "ftypavif, Avif"})
    void picturesOfOtherKindsAreNamed(String brand, String name) throws IOException {
        byte[] header = ("    " + brand + "    mif1heic").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        header[0] = header[1] = header[2] = 0;
        header[3] = (byte) header.length;
        Path file = Files.write(folder.resolve("phone.heic"), header);
        String reason = assertThrows(UnreadablePicture.class, () -> PictureFile.read(file))
                .reason();
        assertTrue(reason.toLowerCase(java.util.Locale.ROOT).contains(name.toLowerCase(java.util.Locale.ROOT)), reason);
    }
}
