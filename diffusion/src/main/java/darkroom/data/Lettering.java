package darkroom.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A text as the straight pieces of its letters' strokes, one line for each word, centred on the mean of its strokes.
 *
 * @param pieces in the order of the text
 * @param labels its characters, each once
 */
record Lettering(List<Piece> pieces, List<String> labels) {

    /** A straight piece of a stroke. */
    record Piece(double fromX, double fromY, double toX, double toY, int label) {

        double length() {
            return Math.hypot(toX - fromX, toY - fromY);
        }

        private Piece placed(double middleX, double middleY, double scale) {
            return new Piece(
                    (fromX - middleX) * scale,
                    (fromY - middleY) * scale,
                    (toX - middleX) * scale,
                    (toY - middleY) * scale,
                    label);
        }
    }

    private static final int LONGEST = 24;
    /** Letters are drawn half as high again as their grid, as a word is wide and flat. */
    private static final double STRETCH = 1.5;

    private static final double ADVANCE = Glyph.WIDTH + 2;
    private static final double LINE = (Glyph.HEIGHT + 2) * STRETCH;
    private static final double REACH = 1.4;

    static Lettering of(String text) {
        String capitals = text.toUpperCase(Locale.ROOT);
        if (text.length() > LONGEST || !capitals.matches("[A-Z0-9]+( [A-Z0-9]+)*")) {
            throw new IllegalArgumentException("Letters are A to Z, digits and single spaces between them, at most "
                    + LONGEST + " characters; '" + text + "' is something else.");
        }
        List<Piece> pieces = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        double top = 0;
        for (String word : capitals.split(" ")) {
            double left = -(ADVANCE * word.length() - (ADVANCE - Glyph.WIDTH)) / 2;
            for (char character : word.toCharArray()) {
                String label = String.valueOf(character);
                if (!labels.contains(label)) {
                    labels.add(label);
                }
                add(pieces, character, left, top, labels.indexOf(label));
                left += ADVANCE;
            }
            top -= LINE;
        }
        return new Lettering(scaled(pieces), List.copyOf(labels));
    }

    private static void add(List<Piece> pieces, char character, double left, double bottom, int label) {
        for (int[][] stroke : Glyph.strokes(character)) {
            for (int i = 1; i < stroke.length; i++) {
                pieces.add(new Piece(
                        left + stroke[i - 1][0],
                        bottom + STRETCH * stroke[i - 1][1],
                        left + stroke[i][0],
                        bottom + STRETCH * stroke[i][1],
                        label));
            }
        }
    }

    private static List<Piece> scaled(List<Piece> pieces) {
        double length = 0, x = 0, y = 0;
        for (Piece piece : pieces) {
            length += piece.length();
            x += piece.length() * (piece.fromX + piece.toX) / 2;
            y += piece.length() * (piece.fromY + piece.toY) / 2;
        }
        double middleX = x / length, middleY = y / length;
        double reach = pieces.stream()
                .flatMapToDouble(piece -> DoubleStream.of(
                        piece.fromX - middleX, piece.toX - middleX, piece.fromY - middleY, piece.toY - middleY))
                .map(Math::abs)
                .max()
                .orElseThrow();
        return pieces.stream()
                .map(piece -> piece.placed(middleX, middleY, REACH / reach))
                .toList();
    }

    /** Points along the strokes, equally dense everywhere. */
    DataSet cloud(double noise) {
        double[] ends = pieces.stream().mapToDouble(Piece::length).toArray();
        Arrays.parallelPrefix(ends, Double::sum);
        PointCloud.Law law = (random, point) -> {
            double way = Keyed.between(random, 0, ends[ends.length - 1]);
            int found = Arrays.binarySearch(ends, way);
            Piece piece = pieces.get(Math.min(found < 0 ? -1 - found : found + 1, ends.length - 1));
            double share = random.nextDouble();
            point[0] = piece.fromX + share * (piece.toX - piece.fromX);
            point[1] = piece.fromY + share * (piece.toY - piece.fromY);
            return piece.label;
        };
        return new PointCloud(2, labels, law.blurred(noise));
    }
}
