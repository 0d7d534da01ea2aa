package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReshapingTest {

    private static Picture noise(int width, int height, int channels) {
        byte[] values = new byte[width * height * channels];
        new Random(width).nextBytes(values);
        return Picture.ofBytes(width, height, channels, values);
    }

    private static double mean(Picture picture) {
        double sum = 0;
        for (byte value : picture.bytes()) {
            sum += value & 0xFF;
        }
        return sum / picture.bytes().length;
    }

    @Test
    void squareIsTheMiddle() {
        Picture wide = Picture.ofBytes(5, 1, 1, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
        assertEquals(Picture.ofBytes(1, 1, 1, (byte) 3), Reshaping.square(wide));
        Picture high = Picture.ofBytes(1, 4, 3, new byte[] {0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertEquals(Picture.ofBytes(1, 1, 3, (byte) 1, (byte) 2, (byte) 3), Reshaping.square(high));
    }

    @Test
    void aFrameIsBlackAndThePictureInItsMiddle() {
        Picture picture = Picture.ofBytes(1, 2, 1, (byte) 5, (byte) 6);
        assertEquals(
                Picture.ofBytes(4, 4, 1, new byte[] {0, 0, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0}),
                Reshaping.framed(picture, 4));
        Picture colours = noise(3, 3, 3);
        assertEquals(colours, Reshaping.square(Reshaping.framed(colours, 3)));
        assertEquals(colours.rgb(2, 1), Reshaping.framed(colours, 7).rgb(4, 3));
        assertThrows(IllegalArgumentException.class, () -> Reshaping.framed(colours, 2));
    }

    @Test
    void aSmallerPictureHasTheMeansOfWhatItCovers() {
        Picture picture = Picture.ofBytes(3, 2, 1, new byte[] {0, 30, 90, 60, 90, 30});
        // The middle column is shared by both new pixels: (0 + 60 + (30 + 90) / 2) / 3 and (90 + 30 + 60) / 3.
        assertEquals(Picture.ofBytes(2, 1, 1, (byte) 40, (byte) 60), Reshaping.resized(picture, 2, 1));
    }

    @Test
    void resizingKeepsTheMean() {
        for (int channels = 1; channels <= 3; channels += 2) {
            Picture picture = noise(37, 23, channels);
            for (int[] size : new int[][] {{10, 7}, {1, 1}, {36, 23}, {64, 64}, {37, 5}}) {
                assertEquals(mean(picture), mean(Reshaping.resized(picture, size[0], size[1])), 0.6);
            }
        }
    }

    @Test
    void enlargingRepeatsPixelsAndResizingBackUndoesIt() {
        Picture picture = noise(6, 5, 3);
        Picture large = Reshaping.enlarged(picture, 4);
        assertEquals(picture.rgb(2, 3), large.rgb(11, 15));
        assertEquals(large, Reshaping.resized(picture, 24, 20));
        assertEquals(picture, Reshaping.resized(large, 6, 5));
        assertThrows(IllegalArgumentException.class, () -> Reshaping.enlarged(picture, 0));
    }

    @Test
    void greysStayTheSameThroughColour() {
        Picture grey = noise(8, 8, 1);
        assertEquals(grey, Reshaping.withChannels(Reshaping.withChannels(grey, 3), 1));
        Picture green = Picture.ofBytes(1, 1, 3, (byte) 0, (byte) 255, (byte) 0);
        assertEquals(150, Reshaping.withChannels(green, 1).value(0, 0, 0));
    }
}
