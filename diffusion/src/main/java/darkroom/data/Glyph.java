package darkroom.data;

import java.util.Map;

/**
 * Characters as strokes on a grid 4 wide and 6 high: a stroke is a row of corners, a corner two digits, x and y, from the
 * lower left.
 */
final class Glyph {
    static final int WIDTH = 4;
    static final int HEIGHT = 6;

    private static final Map<Character, String> STROKES = Map.ofEntries(
            Map.entry('A', "00 05 16 36 45 40, 03 43"),
            Map.entry('B', "33 03 00 30 41 42 33 44 45 36 06 03"),
            Map.entry('C', "45 36 16 05 01 10 30 41"),
            Map.entry('D', "00 06 26 44 42 20 00"),
            Map.entry('E', "46 06 00 40, 03 33"),
            Map.entry('F', "46 06 00, 03 33"),
            Map.entry('G', "45 36 16 05 01 10 30 41 43 23"),
            Map.entry('H', "00 06, 40 46, 03 43"),
            Map.entry('I', "16 36, 26 20, 10 30"),
            Map.entry('J', "46 41 30 10 01"),
            Map.entry('K', "00 06, 46 03 40"),
            Map.entry('L', "06 00 40"),
            Map.entry('M', "00 06 23 46 40"),
            Map.entry('N', "00 06 40 46"),
            Map.entry('O', "10 01 05 16 36 45 41 30 10"),
            Map.entry('P', "00 06 36 45 44 33 03"),
            Map.entry('Q', "10 01 05 16 36 45 41 30 10, 22 40"),
            Map.entry('R', "00 06 36 45 44 33 03, 23 40"),
            Map.entry('S', "45 36 16 05 04 13 33 42 41 30 10 01"),
            Map.entry('T', "06 46, 26 20"),
            Map.entry('U', "06 01 10 30 41 46"),
            Map.entry('V', "06 20 46"),
            Map.entry('W', "06 10 23 30 46"),
            Map.entry('X', "00 46, 06 40"),
            Map.entry('Y', "06 23 46, 23 20"),
            Map.entry('Z', "06 46 00 40"),
            Map.entry('0', "10 01 05 16 36 45 41 30 10, 01 45"),
            Map.entry('1', "15 26 20, 10 30"),
            Map.entry('2', "05 16 36 45 44 00 40"),
            Map.entry('3', "05 16 36 45 44 33 13, 33 42 41 30 10 01"),
            Map.entry('4', "30 36 02 42"),
            Map.entry('5', "46 06 04 34 43 41 30 10 01"),
            Map.entry('6', "36 16 05 01 10 30 41 42 33 03"),
            Map.entry('7', "06 46 10"),
            Map.entry('8', "33 13 04 05 16 36 45 44 33 42 41 30 10 01 02 13"),
            Map.entry('9', "10 30 41 45 36 16 05 04 13 43"));

    private Glyph() {}

    /** The corners of each stroke of a capital letter or digit; none for any other character. */
    static int[][][] strokes(char character) {
        String text = STROKES.getOrDefault(character, "");
        if (text.isEmpty()) {
            return new int[0][][];
        }
        String[] strokes = text.split(", ");
        int[][][] corners = new int[strokes.length][][];
        for (int i = 0; i < strokes.length; i++) {
            String[] places = strokes[i].split(" ");
            corners[i] = new int[places.length][];
            for (int j = 0; j < places.length; j++) {
                corners[i][j] = new int[] {places[j].charAt(0) - '0', places[j].charAt(1) - '0'};
            }
        }
        return corners;
    }
}
