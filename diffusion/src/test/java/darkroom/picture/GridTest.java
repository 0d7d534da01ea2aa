package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {

    private static Picture pixels(int first, int second) {
        return Picture.ofBytes(2, 1, 1, (byte) first, (byte) second);
    }

    @Test
    void picturesStandRowByRowWithAHairlineBetween() {
        Picture sheet = new Grid(2, 1, 1, 9).of(List.of(pixels(1, 2), pixels(3, 4), pixels(5, 6)));
        assertEquals(
                Picture.ofBytes(5, 3, 1, new byte[] {
                    1, 2, 9, 3, 4,
                    9, 9, 9, 9, 9,
                    5, 6, 9, 9, 9
                }),
                sheet);
    }

    @Test
    void pixelsStaySharpWhenEnlarged() {
        Picture sheet = new Grid(8, 3, 2, 0).of(List.of(pixels(10, 20), pixels(30, 40)));
        assertEquals(14, sheet.width());
        assertEquals(3, sheet.height());
        int[] row = {10, 10, 10, 20, 20, 20, 0, 0, 30, 30, 30, 40, 40, 40};
        for (int i = 0; i < 14; i++) {
            assertEquals(row[i], sheet.value(2, i, 0));
        }
    }

    @Test
    void greysAndColoursMayStandTogether() {
        Picture sheet =
                new Grid(2, 1, 0, 0).of(List.of(pixels(7, 7), Picture.ofBytes(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6})));
        assertEquals(0x070707, sheet.rgb(0, 1));
        assertEquals(0x010203, sheet.rgb(0, 2));
    }

    @Test
    void aSquareGridIsAboutAsWideAsHigh() {
        for (int count = 1; count < 50; count++) {
            int columns = Grid.square(count, 1).columns();
            int rows = (count + columns - 1) / columns;
            assertTrue(columns - rows == 0 || columns - rows == 1, columns + " x " + rows);
        }
    }

    @Test
    void refusesWhatFitsNoSheet() {
        Grid grid = new Grid(2, 1);
        assertThrows(IllegalArgumentException.class, () -> grid.of(List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> grid.of(List.of(pixels(1, 2), Picture.ofBytes(1, 2, 1, (byte) 0, (byte) 0))));
        assertThrows(
                IllegalArgumentException.class, () -> new Grid(1000, 1000).of(Collections.nCopies(1000, pixels(0, 0))));
        assertThrows(IllegalArgumentException.class, () -> new Grid(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Grid(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Grid(1, 1, -1, 0));
    }
}
