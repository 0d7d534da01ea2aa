package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void valuesOfATensorAreClippedAndRoundedToTheNearest() {
        Picture picture = Picture.ofFloats(5, 1, 1, -7, -1, 0.0039f, 1, 3);
        int[] expected = {0, 0, 128, 255, 255};
        for (int i = 0; i < 5; i++) {
            assertEquals(expected[i], picture.value(0, i, 0));
        }
    }

    @Test
    void channelsComeOneAfterTheOtherInTensorsAndSideBySideInFiles() {
        Picture picture = Picture.ofFloats(2, 1, 3, 1, -1, -1, 1, -1, 0.6f);
        assertArrayEquals(new byte[] {-1, 0, 0, 0, -1, (byte) 204}, picture.bytes());
        assertEquals(0xFF0000, picture.rgb(0, 0));
        assertEquals(0x00FFCC, picture.rgb(0, 1));
        assertEquals(0x808080, Picture.ofBytes(1, 1, 1, (byte) 128).rgb(0, 0));
    }

    @Test
    void everyByteComesBackFromItsFloat() {
        byte[] all = new byte[768];
        for (int i = 0; i < 768; i++) {
            all[i] = (byte) (i * 7);
        }
        Picture picture = Picture.ofBytes(16, 16, 3, all);
        assertEquals(picture, Picture.ofFloats(16, 16, 3, picture.floats()));
        assertEquals(
                picture.hashCode(),
                Picture.ofFloats(16, 16, 3, picture.floats()).hashCode());
    }

    @Test
    void nothingThatIsHandedInOrOutChangesAPicture() {
        byte[] values = {1, 2};
        Picture picture = Picture.ofBytes(2, 1, 1, values);
        values[0] = 9;
        picture.bytes()[1] = 9;
        assertEquals(Picture.ofBytes(2, 1, 1, (byte) 1, (byte) 2), picture);
        assertNotEquals(Picture.ofBytes(1, 2, 1, (byte) 1, (byte) 2), picture);
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThrows(IllegalArgumentException.class, () -> Picture.ofBytes(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Picture.ofBytes(1, 1, 2, (byte) 0, (byte) 0));
        assertThrows(IllegalArgumentException.class, () -> Picture.ofBytes(2, 2, 1, (byte) 0));
        assertThrows(IllegalArgumentException.class, () -> Picture.ofBytes(1 << 16, 1 << 16, 1));
        assertThrows(IllegalArgumentException.class, () -> Picture.ofFloats(1, 1, 1, Float.NaN));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Picture.ofBytes(2, 1, 1, (byte) 0, (byte) 0).value(0, 0, 1));
    }
}
