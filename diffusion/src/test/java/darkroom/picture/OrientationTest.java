package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as a camera writes them that was held in each of eight ways. */
class OrientationTest {

    private static final int WIDTH = 24;
    private static final int HEIGHT = 16;

    @TempDir
    Path folder;

    /** Darker to the left, and darker still to the top, so that no turn or mirror image equals another. */
    private static int grey(int row, int column) {
        return 4 * column + 9 * row;
    }

    /**
     * The pixels that the standard asks for.
     *
     * @param top where the stored row 0 is in the picture that is seen
     * @param left where the stored column 0 is
     */
    private static Picture stored(String top, String left) {
        boolean transposed = top.equals("left") || top.equals("right");
        int rows = transposed ? WIDTH : HEIGHT, columns = transposed ? HEIGHT : WIDTH;
        byte[] values = new byte[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int fromTop = top.equals("bottom") || top.equals("right") ? rows - 1 - row : row;
                int fromLeft = left.equals("bottom") || left.equals("right") ? columns - 1 - column : column;
                values[row * columns + column] =
                        (byte) (transposed ? grey(fromLeft, fromTop) : grey(fromTop, fromLeft));
            }
        }
        return Picture.ofBytes(columns, rows, 1, values);
    }

    /** A JPEG file with an Exif segment behind its first marker; the orientation's value is of the type SHORT. */
    private Path jpeg(Picture picture, byte... exif) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(Images.image(picture), "jpeg", bytes);
        byte[] plain = bytes.toByteArray();
        ByteBuffer whole = ByteBuffer.allocate(plain.length + exif.length + 10);
        whole.put(plain, 0, 2).putShort((short) 0xFFE1).putShort((short) (exif.length + 8));
        whole.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)).put(exif);
        whole.put(plain, 2, plain.length - 2);
        return Files.write(folder.resolve("photo.jpg"), whole.array());
    }

    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put("MM".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static void assertUpright(Picture picture) {
        assertEquals(WIDTH + " x " + HEIGHT, picture.width() + " x " + picture.height());
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                assertEquals(grey(row, column), picture.value(row, column, 0), 8, "row " + row + ", column " + column);
            }
        }
    }

    /** The table of the standard: where row 0 and column 0 of the file are in the picture that is seen. */
    @ParameterizedTest
    @CsvSource({
        "1, top, left",
        "2, top, right",
        "3, bottom, right",
        "4, bottom, left",
        "5, left, top",
        "6, right, top",
        "7, right, bottom",
        "8, left, bottom"
    })
    void aPhotoIsReadAsItWasSeen(int orientation, String top, String left) throws IOException {
        assertUpright(PictureFile.read(jpeg(stored(top, left), exif(orientation))));
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "-1"})
    void aValueThatTheStandardDoesNotKnowTurnsNothing(int orientation) throws IOException {
        assertUpright(PictureFile.read(jpeg(stored("top", "left"), exif(orientation))));
    }

    @Test
    void brokenNotesDoNotSpoilThePicture() throws IOException {
        byte[] exif = exif(6);
        for (int length = 0; length < exif.length - 8; length++) {
            assertUpright(PictureFile.read(jpeg(stored("top", "left"), Arrays.copyOf(exif, length))));
        }
    }
}
