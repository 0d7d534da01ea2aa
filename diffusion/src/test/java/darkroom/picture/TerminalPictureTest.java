package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.picture.TerminalPicture.Colours;
import org.junit.jupiter.api.Test;

class TerminalPictureTest {

    @Test
    void aHalfBlockShowsTwoRows() {
        Picture picture = Picture.ofBytes(1, 3, 3, new byte[] {1, 2, 3, 4, 5, 6, (byte) 255, 0, 9});
        assertEquals(
                "\u001b[38;2;1;2;3m\u001b[48;2;4;5;6m\u2580\u001b[0m\n\u001b[38;2;255;0;9m\u2580\u001b[0m\n",
                new TerminalPicture(80, Colours.ALL).draw(picture));
    }

    @Test
    void aColourIsSaidOnceForARowOfItsPixels() {
        Picture black = Picture.ofBytes(4, 2, 1, new byte[8]);
        assertEquals(
                "\u001b[38;2;0;0;0m\u001b[48;2;0;0;0m\u2580\u2580\u2580\u2580\u001b[0m\n",
                new TerminalPicture(80, Colours.ALL).draw(black));
    }

    @Test
    void aPaletteHasTheNearestOfItsColours() {
        Picture picture = Picture.ofBytes(1, 4, 3, new byte[] {-1, 0, 0, 0, 100, -1, -128, -128, -128, 3, 3, 3});
        assertEquals(
                "\u001b[38;5;196m\u001b[48;5;27m\u2580\u001b[0m\n\u001b[38;5;244m\u001b[48;5;16m\u2580\u001b[0m\n",
                new TerminalPicture(80, Colours.PALETTE).draw(picture));
    }

    @Test
    void charactersGetDenserWithBrightness() {
        Picture ramp = Picture.ofBytes(4, 2, 1, new byte[] {0, 90, (byte) 170, -1, 0, 90, (byte) 170, -1});
        assertEquals(" -*@\n", new TerminalPicture(80, Colours.NONE).draw(ramp));
    }

    @Test
    void widePicturesAreMadeAsSmallAsTheTerminal() {
        Picture wide = Picture.ofBytes(300, 100, 1, new byte[30_000]);
        for (Colours colours : Colours.values()) {
            String text = new TerminalPicture(60, colours).draw(wide);
            assertEquals(10, text.lines().count());
            String visible = text.replaceAll("\u001b\\[[0-9;]*m", "");
            assertTrue(visible.lines().allMatch(line -> line.length() == 60), visible);
        }
    }

    @Test
    void aTerminalHasAColumn() {
        assertThrows(IllegalArgumentException.class, () -> new TerminalPicture(0, Colours.ALL));
    }
}
